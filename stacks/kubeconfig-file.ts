import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { isolateContext } from "../components/cluster/kubeconfig-content";
import type { KubeconfigSettings } from "../components/cluster/settings";
import { UsageError } from "../components/errors";

/** Reads a file; `fs.readFileSync` does. */
export type ReadFile = (path: string) => Uint8Array;

/**
 * The file that kubectl would take: the setting's own, the first that `KUBECONFIG` names, or `~/.kube/config`.
 *
 * @param environment variables of the process
 */
export function kubeconfigPath(
  path: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  const named = environment["KUBECONFIG"]?.split(delimiter).find((entry) => entry !== "");
  const chosen = path ?? named ?? join(home, ".kube", "config");
  return chosen.startsWith("~/") ? join(home, chosen.slice(2)) : chosen;
}

/**
 * The kubeconfig of an existing cluster, from a file: the one context, with its certificates in it.
 *
 * @throws UsageError when the file can't be read, or hasn't got the context
 */
export function readKubeconfig(
  settings: Pick<KubeconfigSettings, "path" | "context">,
  readFile: ReadFile,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const path = kubeconfigPath(settings.path, environment, homedir());
  const text = tryRead(path, readFile);
  if (text === undefined) {
    throw new UsageError(
      `cluster.path is "${path}", which can't be read; name the kubeconfig of an existing cluster, or give its content as a secret: pulumi config set --secret --path 'secrets.KUBECONFIG'.`,
    );
  }
  return isolateContext(text, settings.context, (file) => readFile(resolve(dirname(path), file)));
}

function tryRead(path: string, readFile: ReadFile): string | undefined {
  try {
    return Buffer.from(readFile(path)).toString("utf8");
  } catch {
    return undefined;
  }
}
