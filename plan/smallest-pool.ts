import type { NodePool, NodeShape } from "../components/cluster/contract";
import { type Cloud, machineSizes, nodeShape } from "../components/cluster/node-shapes";
import { parseQuantity } from "../components/quantities";
import { type Amounts, add, type PodGroup } from "./capacity";

/** What is left of a node. */
interface Room extends Amounts {
  readonly pods: number;
}

/** A node of that shape as empty as it starts: with what runs on every node. */
function emptyNode({ allocatable }: NodeShape, daemons: readonly PodGroup[]): Room {
  const taken = add(...daemons.map(({ requests }) => requests));
  return {
    cpu: parseQuantity(allocatable.cpu) - taken.cpu,
    memory: parseQuantity(allocatable.memory) - taken.memory,
    pods: allocatable.pods - daemons.length,
  };
}

/**
 * Nodes of one shape that hold the fewest pods of all groups, the largest pod first, each on the first node with
 * room. Undefined where a pod is larger than a node. Arithmetic, not a scheduler: what the cloud itself runs on its
 * nodes is not counted.
 */
export function nodesNeeded(groups: readonly PodGroup[], shape: NodeShape): number | undefined {
  const empty = emptyNode(
    shape,
    groups.filter(({ everyNode }) => everyNode === true),
  );
  const pods = groups
    .filter(({ everyNode }) => everyNode !== true)
    .flatMap(({ by, min, requests }) =>
      // A sidecar is part of its pod.
      Array.from({ length: min }, () => ({ ...requests, pods: by === "webhook" ? 0 : 1 })),
    )
    .sort((a, b) => b.memory - a.memory || b.cpu - a.cpu);
  const rooms: Room[] = [];
  for (const pod of pods) {
    const fits = (room: Room): boolean => room.cpu >= pod.cpu && room.memory >= pod.memory && room.pods >= pod.pods;
    const found = rooms.findIndex(fits);
    const room = found < 0 ? empty : (rooms[found] ?? empty);
    if (!fits(room)) return undefined;
    const left = { cpu: room.cpu - pod.cpu, memory: room.memory - pod.memory, pods: room.pods - pod.pods };
    rooms.splice(found < 0 ? rooms.length : found, 1, left);
  }
  return rooms.length;
}

function cloudOf(size: string): Cloud | undefined {
  return (["doks", "eks", "gke"] as const).find((cloud) => machineSizes[cloud].includes(size));
}

/** The smallest size of the pool's cloud that holds everything on the nodes that the pool may have. */
function smallestSize(groups: readonly PodGroup[], pool: NodePool): string | undefined {
  const cloud = cloudOf(pool.size);
  if (cloud === undefined) return undefined;
  return machineSizes[cloud]
    .map((size) => ({ size, shape: nodeShape(cloud, size) }))
    .sort(
      (a, b) =>
        parseQuantity(a.shape.memory) - parseQuantity(b.shape.memory) ||
        parseQuantity(a.shape.cpu) - parseQuantity(b.shape.cpu),
    )
    .find(({ shape }) => (nodesNeeded(groups, shape) ?? Number.POSITIVE_INFINITY) <= pool.max)?.size;
}

/**
 * The smallest pool that holds all pods, as a sentence; undefined where the pool does, or where there is more than one
 * pool to choose from.
 */
export function poolSuggestion(groups: readonly PodGroup[], pools: readonly NodePool[]): string | undefined {
  const [pool, ...others] = pools;
  if (pool === undefined || others.length > 0) return undefined;
  const needed = nodesNeeded(groups, pool.shape);
  if (needed !== undefined && needed <= pool.max) return undefined;
  const size = smallestSize(groups, pool);
  const choices = [
    ...(needed === undefined ? [] : [`max: ${String(needed)} with size ${pool.size}`]),
    ...(size === undefined ? [] : [`size: ${size} with max ${String(pool.max)}`]),
  ];
  const fit =
    choices.length === 0 ? "no size that Rootstock knows would do" : `the smallest that fits: ${choices.join(", or ")}`;
  return `Packed one by one, the pods need ${needed === undefined ? "larger nodes" : `${String(needed)} × ${pool.size}`}, and node pool "${pool.name}" has ${String(pool.max)} × ${pool.size} at its most; ${fit}.`;
}
