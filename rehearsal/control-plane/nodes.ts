import type { V1Node } from "@kubernetes/client-node";
import type { NodePool } from "../../components/cluster/contract";
import type { Resources } from "./pod-requests";
import { quantity } from "./quantity";

/** The label that tells a node's pool. */
export const poolLabel = "rehearsal.rootstock.dev/pool";

const architecture = process.arch === "arm64" ? "arm64" : "amd64";

/** The labels that every node of a pool has, but for those that tell one node from another. */
export function poolLabels(pool: NodePool): Record<string, string> {
  return {
    "kubernetes.io/arch": architecture,
    "kubernetes.io/os": "linux",
    "node.kubernetes.io/instance-type": pool.size,
    "topology.kubernetes.io/region": pool.region,
    ...pool.labels,
    [poolLabel]: pool.name,
  };
}

/** The zone of a pool's n-th node: its zones in turn. */
function zoneOf(pool: NodePool, n: number): string | undefined {
  return pool.zones[(n - 1) % Math.max(pool.zones.length, 1)];
}

/** What pods can take of an empty node of a pool. */
export function allocatableOf(pool: NodePool): Resources {
  const { cpu, memory, pods } = pool.shape.allocatable;
  return { cpu: quantity(cpu), memory: quantity(memory), pods };
}

/** The number in a node's name: 3 of `workers-3`. */
export function ordinalOf(nodeName: string): number {
  return Number(nodeName.match(/-(\d+)$/)?.[1] ?? 0);
}

/**
 * The n-th node of a pool, as its cloud would register it. Its internal address is its own; at the external one kwok
 * answers in the kubelet's place.
 *
 * @param poolIndex where the pool stands among the cluster's pools: keeps the addresses of pools apart
 */
export function nodeOf(pool: NodePool, n: number, poolIndex: number): V1Node {
  const name = `${pool.name}-${n}`;
  const zone = zoneOf(pool, n);
  const { shape } = pool;
  const podCIDR = `10.${128 + (poolIndex % 64)}.${n % 256}.0/24`;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      annotations: {
        "kwok.x-k8s.io/node": "fake",
        // One kwok answers for all kubelets: this is where metrics-server asks for this one's.
        "metrics.k8s.io/resource-metrics-path": `/metrics/nodes/${name}/metrics/resource`,
      },
      labels: {
        "kubernetes.io/hostname": name,
        ...(zone === undefined ? {} : { "topology.kubernetes.io/zone": zone }),
        ...poolLabels(pool),
      },
    },
    spec: { podCIDR, podCIDRs: [podCIDR] },
    status: {
      addresses: [
        { type: "InternalIP", address: `10.${64 + (poolIndex % 64)}.0.${n % 256}` },
        { type: "ExternalIP", address: "127.0.0.1" },
        { type: "Hostname", address: name },
      ],
      capacity: {
        cpu: shape.cpu,
        memory: shape.memory,
        "ephemeral-storage": shape.ephemeralStorage,
        pods: String(shape.allocatable.pods),
      },
      allocatable: {
        cpu: shape.allocatable.cpu,
        memory: shape.allocatable.memory,
        "ephemeral-storage": shape.ephemeralStorage,
        pods: String(shape.allocatable.pods),
      },
    },
  };
}
