import type { V1Node, V1Pod } from "@kubernetes/client-node";
import type { PoolRoom } from "./packing";
import { couldHold } from "./packing";
import type { Resources } from "./pod-requests";
import { add, nothing, podRequests } from "./pod-requests";

/** A pod without a node. */
export interface UnplacedPod {
  readonly namespace: string;
  readonly name: string;
  /** The scheduler's own words. */
  readonly message: string;
  /** Why growing the pools doesn't help, in one sentence. */
  readonly reason: string;
}

/** The scheduler's words about a pod that it found no node for; undefined for any other pod. */
export function schedulerMessage(pod: V1Pod): string | undefined {
  if (pod.metadata?.deletionTimestamp !== undefined || pod.spec?.nodeName !== undefined) return undefined;
  const condition = pod.status?.conditions?.find((one) => one.type === "PodScheduled" && one.status === "False");
  return condition === undefined ? undefined : (condition.message ?? condition.reason ?? "");
}

/** Whether the scheduler found no node for a pod. */
export function unschedulable(pod: V1Pod): boolean {
  return schedulerMessage(pod) !== undefined;
}

const aboutVolumes = /persistentvolumeclaim|storageclass/i;

/**
 * How many nodes the scheduler looked at when it last judged a pod: the 3 of `0/3 nodes are available`. None for a
 * pod that waits for its volumes first: no node helps it.
 */
export function judgedNodes(pod: V1Pod): number {
  const message = schedulerMessage(pod) ?? "";
  if (aboutVolumes.test(message)) return -1;
  return Number(message.match(/^\d+\/(\d+) nodes are available/)?.[1] ?? 0);
}

/** The kind of object that controls a pod. */
export function ownerKind(pod: V1Pod): string | undefined {
  return pod.metadata?.ownerReferences?.find((owner) => owner.controller === true)?.kind;
}

/** Whether a node takes pods. */
export function isReady(node: V1Node): boolean {
  const ready = node.status?.conditions?.some((one) => one.type === "Ready" && one.status === "True") ?? false;
  return ready && !(node.spec?.taints ?? []).some((taint) => taint.key.startsWith("node.kubernetes.io/"));
}

/** What DaemonSets take of a node of a pool: the most that they take of any that is there. */
export function daemonsOf(pods: readonly V1Pod[], nodes: readonly V1Node[]): Resources {
  const daemons = pods.filter((pod) => ownerKind(pod) === "DaemonSet");
  return nodes
    .map((node) => daemons.filter((pod) => pod.spec?.nodeName === node.metadata?.name).map(podRequests))
    .map((requests) => requests.reduce(add, nothing))
    .reduce(
      (most, one) => ({
        cpu: Math.max(most.cpu, one.cpu),
        memory: Math.max(most.memory, one.memory),
        pods: Math.max(most.pods, one.pods),
      }),
      nothing,
    );
}

/** Describes a pod without a node. */
export function unplacedPod(pod: V1Pod, pools: readonly PoolRoom[]): UnplacedPod {
  const message = schedulerMessage(pod) ?? "";
  const holding = pools.filter((pool) => couldHold(pool, pod));
  const full = holding.filter(({ room }) => room <= 0);
  const { cpu, memory } = podRequests(pod);
  const asked = `${Math.round(cpu * 1000)}m CPU and ${Math.round(memory / 2 ** 20)}Mi of memory`;
  const reason = ((): string => {
    if (aboutVolumes.test(message)) return "its volumes aren't there, which no new node changes";
    if (pools.length === 0) return "there is no node pool";
    if (holding.length === 0)
      return `it asks for ${asked}, which no node of any pool can give, or its selector fits none`;
    if (full.length === holding.length) {
      return `node pool ${full.map(({ pool }) => `"${pool.name}" is at its maximum of ${pool.max}`).join(", ")}`;
    }
    return "a new node doesn't help, or is on its way";
  })();
  return { namespace: pod.metadata?.namespace ?? "", name: pod.metadata?.name ?? "", message, reason };
}
