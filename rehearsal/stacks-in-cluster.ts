import type { ClusterObjects } from "./objects";
import { stackAnnotation } from "./stack-secret";

/** Secrets in which a cluster keeps what is known of a stack that was rehearsed there. */
const ofStack = /^rootstock-(?:rehearsal|deployments)\.(.+?)(?:\.applied)?$/;

/** A stack of which a cluster keeps something, and when that was written last. */
export interface StackInCluster {
  readonly name: string;
  /** ISO 8601. */
  readonly updated?: string;
}

/** Stacks that were rehearsed in a cluster and not destroyed since, by their names. */
export async function stacksInCluster(cluster: Pick<ClusterObjects, "list">): Promise<readonly StackInCluster[]> {
  const secrets = await cluster.list({ apiVersion: "v1", kind: "Secret" }, "kube-system", "");
  const stacks = new Map<string, string>();
  for (const { metadata } of secrets) {
    const kept = ofStack.exec(metadata?.name ?? "")?.[1];
    if (kept === undefined) continue;
    const name = metadata?.annotations?.[stackAnnotation] ?? kept;
    const times = [metadata?.creationTimestamp, ...(metadata?.managedFields ?? []).map(({ time }) => time)];
    const latest = times.flatMap((time) => (time === undefined ? [] : [new Date(time).toISOString()])).sort();
    stacks.set(name, [stacks.get(name) ?? "", ...latest].sort().at(-1) ?? "");
  }
  return [...stacks]
    .map(([name, updated]) => ({ name, ...(updated === "" ? {} : { updated }) }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
