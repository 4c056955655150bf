import { ClusterObjects } from "../rehearsal/objects";
import type { Drift, Progress } from "./contract";
import { liveDrift } from "./live-drift";
import { objectsIn, releasesIn, type StateResource } from "./pulumi-state";
import { releaseDrift } from "./release-drift";

/**
 * What somebody has changed by hand of what a stack has in its cluster: objects of its own, and those of its Helm
 * releases. Pulumi's own refresh sees neither the latter nor fields that the stack never set.
 *
 * @param kubeconfig as text
 * @param resources of a state that was exported with its secrets
 */
export async function stateDrift(
  kubeconfig: string,
  resources: readonly StateResource[],
  progress: Progress,
): Promise<readonly Drift[]> {
  return [
    ...(await liveDrift(new ClusterObjects(kubeconfig), objectsIn(resources), progress)),
    ...(await releaseDrift(kubeconfig, releasesIn(resources), progress)),
  ];
}
