import type { NodePool } from "../components/cluster/contract";
import { formatBytes, formatCpu, parseQuantity } from "../components/quantities";

/** Pods of one kind: how many, at least and at most, and what each reserves and may use. */
export interface PodGroup {
  readonly name: string;
  /** Who makes them: the program, a chart, or somebody in the cluster, such as an operator or a webhook. */
  readonly by: "application" | "chart" | "operator" | "webhook";
  readonly min: number;
  readonly max: number;
  readonly requests: Amounts;
  readonly limits: Amounts;
  /** One on every node, whatever the numbers say. */
  readonly everyNode?: boolean;
}

/** Cores and bytes. */
export interface Amounts {
  readonly cpu: number;
  readonly memory: number;
}

const none: Amounts = { cpu: 0, memory: 0 };

/** Sum of amounts. */
export function add(...amounts: readonly Amounts[]): Amounts {
  return amounts.reduce((sum, { cpu, memory }) => ({ cpu: sum.cpu + cpu, memory: sum.memory + memory }), none);
}

/** The most of each amount. */
export function most(...amounts: readonly Amounts[]): Amounts {
  return {
    cpu: Math.max(0, ...amounts.map(({ cpu }) => cpu)),
    memory: Math.max(0, ...amounts.map(({ memory }) => memory)),
  };
}

function times({ cpu, memory }: Amounts, factor: number): Amounts {
  return { cpu: cpu * factor, memory: memory * factor };
}

/** Amounts of a Kubernetes `requests` or `limits` map. */
export function amountsOf(map: Readonly<Record<string, string>> | undefined): Amounts {
  return { cpu: parseQuantity(map?.["cpu"] ?? "0"), memory: parseQuantity(map?.["memory"] ?? "0") };
}

/** What the nodes of the pools offer to pods at a number of nodes. */
function offered(pools: readonly NodePool[], count: (pool: NodePool) => number): Amounts & { readonly nodes: number } {
  const total = add(
    ...pools.map((pool) =>
      times(
        { cpu: parseQuantity(pool.shape.allocatable.cpu), memory: parseQuantity(pool.shape.allocatable.memory) },
        count(pool),
      ),
    ),
  );
  return { ...total, nodes: pools.reduce((sum, pool) => sum + count(pool), 0) };
}

/** What is asked of the nodes and what they offer, at the fewest pods and at the most. */
export interface Capacity {
  readonly least: Amounts;
  readonly most: Amounts;
  readonly limits: Amounts;
  readonly offeredAtMin: Amounts & { readonly nodes: number };
  readonly offeredAtMax: Amounts & { readonly nodes: number };
}

/** Requests of all pods against the nodes. */
export function capacityOf(groups: readonly PodGroup[], pools: readonly NodePool[]): Capacity {
  const offeredAtMin = offered(pools, (pool) => pool.min);
  const offeredAtMax = offered(pools, (pool) => pool.max);
  const sum = (pick: (group: PodGroup) => Amounts, count: (group: PodGroup) => number, nodes: number): Amounts =>
    add(...groups.map((group) => times(pick(group), group.everyNode === true ? nodes : count(group))));
  return {
    least: sum(
      (group) => group.requests,
      (group) => group.min,
      offeredAtMin.nodes,
    ),
    most: sum(
      (group) => group.requests,
      (group) => group.max,
      offeredAtMax.nodes,
    ),
    limits: sum(
      (group) => group.limits,
      (group) => group.max,
      offeredAtMax.nodes,
    ),
    offeredAtMin,
    offeredAtMax,
  };
}

/** CPU and memory as people write them. */
export function show({ cpu, memory }: Amounts): string {
  return `${formatCpu(cpu)} CPU, ${formatBytes(memory)}`;
}

/** What doesn't fit, as sentences. */
export function capacityWarnings(capacity: Capacity): readonly string[] {
  const { least, most, offeredAtMin, offeredAtMax } = capacity;
  if (offeredAtMax.nodes === 0) return [];
  const exceeds = (asked: Amounts, has: Amounts): boolean => asked.cpu > has.cpu || asked.memory > has.memory;
  if (exceeds(least, offeredAtMax)) {
    return [
      `The pods request ${show(least)}, and the node pool offers ${show(offeredAtMax)} at its most; raise the pool's max or its size.`,
    ];
  }
  return [
    ...(exceeds(least, offeredAtMin)
      ? [
          `The pods request ${show(least)}, more than the pool's fewest nodes offer (${show(offeredAtMin)}); the pool will grow at once.`,
        ]
      : []),
    ...(exceeds(most, offeredAtMax)
      ? [
          `With every autoscaler at its maximum the pods request ${show(most)}, and the pool offers ${show(offeredAtMax)} at its most.`,
        ]
      : []),
  ];
}
