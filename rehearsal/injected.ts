import type { NodePool } from "../components/cluster/contract";
import { parseQuantity } from "../components/quantities";
import { type Amounts, add, type PodGroup } from "../plan/capacity";
import type { NodePlacement } from "./control-plane/placement";

/** A pod that webhooks or operators would make or enlarge, and the node it would have room on. */
export interface InjectedPod {
  readonly name: string;
  readonly requests: Amounts;
  /** Undefined where no node has room. */
  readonly node: string | undefined;
}

/** What is left of a node. */
interface Room {
  readonly node: string;
  cpu: number;
  memory: number;
}

function roomOf({ node, allocatable, requested }: NodePlacement): Room {
  return { node, cpu: allocatable.cpu - requested.cpu, memory: allocatable.memory - requested.memory };
}

function take(room: Room, { cpu, memory }: Amounts): boolean {
  if (room.cpu < cpu || room.memory < memory) return false;
  room.cpu -= cpu;
  room.memory -= memory;
  return true;
}

/** Nodes on which pods of a workload run; the name of a group is `namespace/workload: what`. */
function nodesOf(group: PodGroup, placement: readonly NodePlacement[]): readonly string[] {
  const [namespace = "", workload = ""] = (group.name.split(":")[0] ?? "").split("/");
  return placement.flatMap(({ node, pods }) =>
    pods.filter((pod) => pod.namespace === namespace && pod.name.startsWith(`${workload}-`)).map(() => node),
  );
}

/** Nodes that the pools may still add, each as empty as it starts: with what runs on every node. */
function furtherNodes(pools: readonly NodePool[], placement: readonly NodePlacement[], daemons: Amounts): Room[] {
  return pools.flatMap((pool) => {
    const there = placement.filter((node) => node.pool === pool.name).length;
    const { cpu, memory } = pool.shape.allocatable;
    return Array.from({ length: Math.max(pool.max - there, 0) }, (_, index) => ({
      node: `${pool.name}-${String(there + index + 1)}`,
      cpu: parseQuantity(cpu) - daemons.cpu,
      memory: parseQuantity(memory) - daemons.memory,
    }));
  });
}

/** What webhooks and operators would add. */
export interface Injection {
  readonly pods: readonly InjectedPod[];
  /** Nodes that the pools would have to add for it. */
  readonly furtherNodes: readonly string[];
}

/**
 * Where the pods would go that a rehearsal can't have: a sidecar stays with its pod where that has room, everything
 * else goes to the emptiest node that holds it, then to nodes that the pools may still add. Arithmetic on the real
 * placement, not a scheduler.
 */
export function placeInjected(
  groups: readonly PodGroup[],
  placement: readonly NodePlacement[],
  pools: readonly NodePool[],
): Injection {
  const rooms = placement.map(roomOf);
  const daemons = add(...groups.filter(({ everyNode }) => everyNode === true).map(({ requests }) => requests));
  const further = furtherNodes(pools, placement, daemons);
  const settle = ({ name, requests }: PodGroup, preferred?: string): InjectedPod => {
    const own = rooms.filter(({ node }) => node === preferred);
    const emptiest = [...rooms].sort((a, b) => b.memory - a.memory);
    return { name, requests, node: [...own, ...emptiest, ...further].find((room) => take(room, requests))?.node };
  };
  const pods = [
    ...groups
      .filter(({ by }) => by === "webhook")
      .flatMap((group) => nodesOf(group, placement).map((node) => settle(group, node))),
    ...groups
      .filter(({ by }) => by === "operator")
      .flatMap((group) => Array.from({ length: group.min }, () => settle(group))),
  ];
  const added = new Set(further.map(({ node }) => node));
  return {
    pods,
    furtherNodes: [...new Set(pods.flatMap(({ node }) => (node !== undefined && added.has(node) ? [node] : [])))],
  };
}

/** Sum of what is injected. */
export function injectedTotal(pods: readonly InjectedPod[]): Amounts {
  return add(...pods.map(({ requests }) => requests));
}
