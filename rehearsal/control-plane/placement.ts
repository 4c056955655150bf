import type { V1Node, V1Pod } from "@kubernetes/client-node";
import { poolLabel } from "./nodes";
import type { Resources } from "./pod-requests";
import { add, nothing, podRequests } from "./pod-requests";
import { quantity } from "./quantity";

/** A pod where the scheduler put it. */
export interface PlacedPod {
  readonly namespace: string;
  readonly name: string;
  readonly requests: Resources;
}

/** A node, what it offers, and what was put on it. */
export interface NodePlacement {
  readonly node: string;
  /** Undefined on a cluster that isn't simulated. */
  readonly pool?: string;
  readonly size: string;
  readonly zone: string;
  readonly allocatable: Resources;
  readonly requested: Resources;
  readonly pods: readonly PlacedPod[];
}

/** Which pods run on which node, with what they take of it; pods that have ended take nothing. */
export function placementOf(nodes: readonly V1Node[], pods: readonly V1Pod[]): NodePlacement[] {
  const running = pods.filter((pod) => !["Succeeded", "Failed"].includes(pod.status?.phase ?? ""));
  const placements = nodes.map((node): NodePlacement => {
    const { name = "", labels = {} } = node.metadata ?? {};
    const placed = running
      .filter((pod) => pod.spec?.nodeName === name)
      .map((pod) => ({
        namespace: pod.metadata?.namespace ?? "",
        name: pod.metadata?.name ?? "",
        requests: podRequests(pod),
      }));
    const offered = node.status?.allocatable ?? {};
    const pool = labels[poolLabel];
    return {
      node: name,
      ...(pool === undefined ? {} : { pool }),
      size: labels["node.kubernetes.io/instance-type"] ?? "",
      zone: labels["topology.kubernetes.io/zone"] ?? "",
      allocatable: {
        cpu: quantity(offered["cpu"]),
        memory: quantity(offered["memory"]),
        pods: quantity(offered["pods"]),
      },
      requested: placed.map((pod) => pod.requests).reduce(add, nothing),
      pods: placed.sort((one, other) =>
        `${one.namespace}/${one.name}`.localeCompare(`${other.namespace}/${other.name}`),
      ),
    };
  });
  return placements.sort((one, other) => one.node.localeCompare(other.node, "en", { numeric: true }));
}
