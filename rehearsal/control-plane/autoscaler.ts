import type { V1Node, V1Pod } from "@kubernetes/client-node";
import type { NodePool } from "../../components/cluster/contract";
import type { ClusterClient } from "./api";
import { unlessGone, unlessThere } from "./api";
import type { Progress } from "./contract";
import { nodeOf, ordinalOf, poolLabel } from "./nodes";
import type { PoolRoom } from "./packing";
import { newNodesFor } from "./packing";
import type { UnplacedPod } from "./pending-pods";
import { daemonsOf, isReady, judgedNodes, ownerKind, unplacedPod, unschedulable } from "./pending-pods";
import { repeat } from "./repeat";

/** How a node pool fared. */
export interface PoolReport {
  readonly name: string;
  readonly size: string;
  readonly min: number;
  readonly max: number;
  /** How many nodes there are now: as many as were needed, and never fewer than `min`. */
  readonly nodes: number;
}

/** What the node autoscaler did. */
export interface AutoscalerReport {
  readonly pools: readonly PoolReport[];
  /** Pods that no node holds, and that a new node of no pool could hold. */
  readonly unplaced: readonly UnplacedPod[];
}

/** Adds nodes while pods wait for them. */
export interface Autoscaler {
  report(): Promise<AutoscalerReport>;
  stop(): Promise<void>;
}

/** A node that was added, and whom for. */
interface Addition {
  readonly node: string;
  readonly pods: ReadonlySet<string>;
}

/** How long the scheduler may take to look at the pods again that a node was added for. */
const patience = 8_000;

const uidOf = (pod: V1Pod): string => pod.metadata?.uid ?? "";

/**
 * Does what a cloud's node autoscaler does: pools start at their minimum, and grow up to their maximum while the
 * scheduler finds no room for pods that an empty node could hold. A node that turns out not to help goes away again.
 */
export async function startAutoscaler(
  client: ClusterClient,
  pools: readonly NodePool[],
  progress: Progress,
): Promise<Autoscaler> {
  let nodes: readonly V1Node[] = (await client.core.listNode()).items;
  let waiting: readonly V1Pod[] = [];
  let additions: readonly Addition[] = [];
  const attempts = new Map<string, number>();
  const highest = new Map<string, number>();

  const nodesOf = (pool: NodePool): V1Node[] =>
    nodes.filter((node) => node.metadata?.labels?.[poolLabel] === pool.name);
  const addNode = async (pool: NodePool): Promise<string> => {
    const last = Math.max(
      highest.get(pool.name) ?? 0,
      ...nodesOf(pool).map((one) => ordinalOf(one.metadata?.name ?? "")),
    );
    highest.set(pool.name, last + 1);
    const node = nodeOf(pool, last + 1, pools.indexOf(pool));
    await unlessThere(client.core.createNode({ body: node }));
    return node.metadata?.name ?? "";
  };

  // A kept control plane has nodes already.
  for (const pool of pools) {
    for (let missing = pool.min - nodesOf(pool).length; missing > 0; missing -= 1) await addNode(pool);
  }

  let lastAddition = 0;
  /** Whether the scheduler has looked at a pod since the last node was added, or had the time to. */
  const isJudged = (pod: V1Pod): boolean => {
    const judged = judgedNodes(pod);
    return judged >= nodes.length || (judged >= 0 && Date.now() > lastAddition + patience);
  };

  /** Settles the additions of which it is known whether they helped. */
  const judge = async (pods: readonly V1Pod[]): Promise<void> => {
    const open: Addition[] = [];
    for (const addition of additions) {
      const used = pods.some((pod) => pod.spec?.nodeName === addition.node && ownerKind(pod) !== "DaemonSet");
      const still = waiting.filter((pod) => addition.pods.has(uidOf(pod)));
      if (used || still.length === 0) continue;
      if (!still.every(isJudged)) {
        open.push(addition);
        continue;
      }
      await unlessGone(client.core.deleteNode({ name: addition.node }));
      for (const pod of still) attempts.set(uidOf(pod), (attempts.get(uidOf(pod)) ?? 0) + 1);
    }
    additions = open;
  };

  /** Looks at the cluster as it is now. */
  const look = async (): Promise<readonly V1Pod[]> => {
    const [nodeList, podList] = await Promise.all([client.core.listNode(), client.core.listPodForAllNamespaces()]);
    nodes = nodeList.items;
    waiting = podList.items.filter(unschedulable);
    return podList.items;
  };
  const roomsOf = (pods: readonly V1Pod[]): PoolRoom[] =>
    pools.map((pool) => ({ pool, room: pool.max - nodesOf(pool).length, daemons: daemonsOf(pods, nodesOf(pool)) }));

  const round = async (): Promise<void> => {
    const pods = await look();
    if (!nodes.every(isReady)) return;
    await judge(pods);
    const expected = new Set(additions.flatMap((addition) => [...addition.pods]));
    // A node in another zone may help where the first didn't.
    const zones = Math.max(1, ...pools.map((pool) => pool.zones.length));
    const hopeful = waiting.filter(
      (pod) => !expected.has(uidOf(pod)) && (attempts.get(uidOf(pod)) ?? 0) < zones && isJudged(pod),
    );
    for (const { pool, pods: held } of newNodesFor(hopeful, roomsOf(pods))) {
      const node = await addNode(pool);
      additions = [...additions, { node, pods: new Set(held.map(uidOf)) }];
      lastAddition = Date.now();
      progress(`node ${node} (${pool.size}) added for ${held.length} pending pod${held.length === 1 ? "" : "s"}`);
    }
  };

  const rounds = repeat(500, round);
  return {
    report: async () => {
      const rooms = roomsOf(await look());
      return {
        pools: pools.map((pool) => ({
          name: pool.name,
          size: pool.size,
          min: pool.min,
          max: pool.max,
          nodes: nodesOf(pool).length,
        })),
        unplaced: waiting.map((pod) => unplacedPod(pod, rooms)),
      };
    },
    stop: async () => rounds.stop(),
  };
}
