import type { V1DaemonSet, V1Deployment, V1Job, V1StatefulSet } from "@kubernetes/client-node";

/** How far a workload's rollout is, as `kubectl rollout status` judges it. */
export type Rollout = { readonly state: "ready" } | { readonly state: "waiting" | "failed"; readonly message: string };

const ready: Rollout = { state: "ready" };
const waiting = (message: string): Rollout => ({ state: "waiting", message });
const failed = (message: string): Rollout => ({ state: "failed", message });

interface Observed {
  readonly metadata?: { generation?: number };
  readonly status?: { observedGeneration?: number };
}

function isSeen(workload: Observed): boolean {
  return (workload.status?.observedGeneration ?? 0) >= (workload.metadata?.generation ?? 0);
}

const unseen = waiting("its controller hasn't looked at it yet");

/** A Deployment is ready when every replica is of the newest revision and available, and none of an older one is left. */
export function deploymentRollout(deployment: V1Deployment): Rollout {
  if (!isSeen(deployment)) return unseen;
  const { status } = deployment;
  const wanted = deployment.spec?.replicas ?? 1;
  const updated = status?.updatedReplicas ?? 0;
  const available = status?.availableReplicas ?? 0;
  const late = status?.conditions?.find(
    (one) => one.type === "Progressing" && one.reason === "ProgressDeadlineExceeded",
  );
  if (late !== undefined) return failed(late.message ?? "its progress deadline is exceeded");
  if (updated < wanted) return waiting(`${updated} of ${wanted} replicas are of the newest revision`);
  if ((status?.replicas ?? 0) > updated)
    return waiting(`${(status?.replicas ?? 0) - updated} old replicas are still there`);
  return available < updated ? waiting(`${available} of ${updated} replicas are available`) : ready;
}

/** A StatefulSet is ready when its replicas are, up to the partition of its update all of the newest revision. */
export function statefulSetRollout(set: V1StatefulSet): Rollout {
  if (!isSeen(set)) return unseen;
  const { status } = set;
  const wanted = set.spec?.replicas ?? 1;
  const isReady = status?.readyReplicas ?? 0;
  if (isReady < wanted) return waiting(`${isReady} of ${wanted} replicas are ready`);
  if (set.spec?.updateStrategy?.type === "OnDelete") return ready;
  const updated = status?.updatedReplicas ?? 0;
  const partition = set.spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
  if (updated < wanted - partition)
    return waiting(`${updated} of ${wanted - partition} replicas are of the newest revision`);
  return ready;
}

/** A DaemonSet is ready when every node that wants its pod has a newest one that is available. */
export function daemonSetRollout(set: V1DaemonSet): Rollout {
  if (!isSeen(set)) return unseen;
  const wanted = set.status?.desiredNumberScheduled ?? 0;
  const updated = set.status?.updatedNumberScheduled ?? 0;
  const available = set.status?.numberAvailable ?? 0;
  if (set.spec?.updateStrategy?.type !== "OnDelete" && updated < wanted) {
    return waiting(`${updated} of ${wanted} pods are of the newest revision`);
  }
  return available < wanted ? waiting(`${available} of ${wanted} pods are available`) : ready;
}

/** A Job is ready when it is complete; one that is suspended waits for nobody. */
export function jobRollout(job: V1Job): Rollout {
  const condition = (type: string) => job.status?.conditions?.find((one) => one.type === type && one.status === "True");
  if (condition("Complete") !== undefined || job.spec?.suspend === true) return ready;
  const failure = condition("Failed");
  if (failure !== undefined) return failed(failure.message ?? failure.reason ?? "it failed");
  return waiting(`${job.status?.succeeded ?? 0} of ${job.spec?.completions ?? 1} completions`);
}
