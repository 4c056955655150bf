import { UsageError } from "../components/errors";
import { readOrdinaryFile } from "../stacks/ordinary-file";

/** Largest kubeconfig, in bytes; one with the certificates of a dozen clusters has less than a tenth of it. */
const largestKubeconfig = 1024 * 1024;

/**
 * The kubeconfig that `--kubeconfig` names, as text.
 *
 * @throws UsageError with the reason why it can't be read
 */
export function kubeconfigOfFlag(file: string): string {
  try {
    return readOrdinaryFile(file, largestKubeconfig);
  } catch (error) {
    throw new UsageError(
      `--kubeconfig is ${file}, which can't be read (${error instanceof Error ? error.message : String(error)}); name the kubeconfig of a cluster that is there.`,
    );
  }
}
