import { fits, podRequests, type Resources, subtract } from "../../rehearsal/control-plane/pod-requests";
import { quantity } from "../../rehearsal/control-plane/quantity";
import { minutesSince } from "../age";
import type { Rule, Seen } from "../contract";
import { describeIt, workloadOf } from "../naming";

/** Minutes that a new node may take. */
const usualMinutes = 3;

type Pod = Seen["pods"][number];

const refusal = (pod: Pod) =>
  pod.spec?.nodeName === undefined && pod.metadata?.deletionTimestamp === undefined
    ? pod.status?.conditions?.find(({ status, type }) => type === "PodScheduled" && status === "False")
    : undefined;

const show = ({ cpu, memory }: Resources): string =>
  `${String(Math.round(cpu * 1000))}m CPU and ${String(Math.round(memory / 2 ** 20))}Mi`;

/** What a node of the largest size that is there offers to pods. */
function largestNode({ nodes }: Seen): Resources | undefined {
  return nodes
    .map(({ status }) => ({
      cpu: quantity(status?.allocatable?.["cpu"]),
      memory: quantity(status?.allocatable?.["memory"]),
      pods: quantity(status?.allocatable?.["pods"]),
    }))
    .sort((one, other) => other.memory - one.memory || other.cpu - one.cpu)[0];
}

/** Nodes of a size that hold pods, each on the first with room; undefined where a pod is larger than a node. */
function nodesFor(pods: readonly Resources[], size: Resources): number | undefined {
  const rooms: Resources[] = [];
  for (const pod of [...pods].sort((one, other) => other.memory - one.memory || other.cpu - one.cpu)) {
    if (!fits(pod, size)) return undefined;
    const at = rooms.findIndex((room) => fits(pod, room));
    const left = subtract(rooms[at] ?? size, pod);
    rooms.splice(at < 0 ? rooms.length : at, 1, left);
  }
  return rooms.length;
}

/** How many nodes more would do, where it is room that lacks. */
function suggestion(seen: Seen, pods: readonly Pod[]): string {
  const size = largestNode(seen);
  if (
    size === undefined ||
    !pods.some((pod) => /Insufficient (cpu|memory)|Too many pods/.test(refusal(pod)?.message ?? ""))
  )
    return "";
  const asked = pods.map(podRequests);
  const count = nodesFor(asked, size);
  const largest = show(asked.reduce((most, one) => (one.memory > most.memory || one.cpu > most.cpu ? one : most)));
  return count === undefined
    ? `; one asks for ${largest}, more than a whole node gives (${show(size)}): a larger size is needed (cluster.nodePool.size)`
    : `; ${String(count)} more ${count === 1 ? "node" : "nodes"} of ${show(size)} would hold them (cluster.nodePool.max)`;
}

/** Pods that the scheduler finds no node for, by workload, with its reason. */
export const scheduling: Rule = (seen) => {
  const late = seen.pods.filter((pod) => minutesSince(seen, refusal(pod)?.lastTransitionTime) >= usualMinutes);
  return [...Map.groupBy(late, workloadOf)].flatMap(([what, pods]) => {
    const [first] = pods;
    const since = first === undefined ? undefined : refusal(first)?.lastTransitionTime;
    if (first === undefined) return [];
    return [
      {
        severity: "broken" as const,
        what,
        why: `${String(pods.length)} ${pods.length === 1 ? "pod" : "pods"} can't be placed: ${refusal(first)?.message ?? "the scheduler gives no reason"}${suggestion(seen, pods)}`,
        ...(since === undefined ? {} : { since }),
        run: [describeIt("pod", first)],
      },
    ];
  });
};
