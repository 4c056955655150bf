import { UsageError } from "../components/errors";
import type { Engine } from "./contract";

/**
 * The kubeconfig of a stack's cluster, as text, for what makes no sense without one.
 *
 * @throws UsageError where there is none yet
 */
export async function stackKubeconfig(engine: Pick<Engine, "input" | "kubeconfig">): Promise<string> {
  const kubeconfig = await engine.kubeconfig();
  if (kubeconfig === undefined)
    throw new UsageError(`Stack ${engine.input.stack} has no cluster yet; deploy it first: rootstock up.`);
  return kubeconfig;
}
