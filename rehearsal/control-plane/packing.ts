import type { V1Pod } from "@kubernetes/client-node";
import type { NodePool } from "../../components/cluster/contract";
import { exclusiveGroup, mayRunOn } from "./node-selection";
import { allocatableOf, poolLabels } from "./nodes";
import type { Resources } from "./pod-requests";
import { fits, podRequests, subtract } from "./pod-requests";

/** A pool and what can still be had of it. */
export interface PoolRoom {
  readonly pool: NodePool;
  /** Nodes that it may still grow by. */
  readonly room: number;
  /** What DaemonSets take of every new node. */
  readonly daemons: Resources;
}

/** A node to add, and the pods that it is added for. */
export interface NewNode {
  readonly pool: NodePool;
  readonly pods: readonly V1Pod[];
}

interface Bin {
  readonly pool: NodePool;
  free: Resources;
  readonly pods: V1Pod[];
  readonly groups: Set<string>;
}

function put(bin: Bin, pod: V1Pod, wanted: Resources): boolean {
  const group = exclusiveGroup(pod);
  if (group !== undefined && bin.groups.has(group)) return false;
  if (!fits(wanted, bin.free) || !mayRunOn(pod, poolLabels(bin.pool))) return false;
  bin.free = subtract(bin.free, wanted);
  bin.pods.push(pod);
  if (group !== undefined) bin.groups.add(group);
  return true;
}

/** Whether an empty node of a pool could hold a pod. */
export function couldHold({ pool, daemons }: Omit<PoolRoom, "room">, pod: V1Pod): boolean {
  return fits(podRequests(pod), subtract(allocatableOf(pool), daemons)) && mayRunOn(pod, poolLabels(pool));
}

/**
 * The nodes that would hold these pods: the largest pod first, each on the first new node with room, pools in the
 * order that they were declared in. Pods that no new node can hold are left out.
 */
export function newNodesFor(pods: readonly V1Pod[], pools: readonly PoolRoom[]): NewNode[] {
  const bins: Bin[] = [];
  const sized = pods.map((pod) => ({ pod, wanted: podRequests(pod) }));
  sized.sort((one, other) => other.wanted.cpu - one.wanted.cpu || other.wanted.memory - one.wanted.memory);
  for (const { pod, wanted } of sized) {
    if (bins.some((bin) => put(bin, pod, wanted))) continue;
    for (const { pool, room, daemons } of pools) {
      const opened = bins.filter((bin) => bin.pool === pool).length;
      if (opened >= room) continue;
      const bin: Bin = { pool, free: subtract(allocatableOf(pool), daemons), pods: [], groups: new Set() };
      if (!put(bin, pod, wanted)) continue;
      bins.push(bin);
      break;
    }
  }
  return bins.map(({ pool, pods: placed }) => ({ pool, pods: placed }));
}
