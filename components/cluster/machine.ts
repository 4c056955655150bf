import type { NodeShape } from "./contract";

/** What a cloud sells under one name, before Kubernetes takes its share. */
export interface Machine {
  /** Virtual CPUs, in cores. */
  readonly cpus: number;
  /** Memory, in MiB. */
  readonly memory: number;
}

/** What pods can request on a node. */
export interface Allocatable {
  /** Thousandths of a core. */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
  /** Number of pods. */
  readonly pods: number;
}

/** Most pods of a node by the kubelet's own default, which DigitalOcean and Google keep. */
export const kubeletMaxPods = 110;

/**
 * Writes a machine and what is left of it as Kubernetes quantities.
 *
 * @param disk disk of the node, in GiB
 */
export function toNodeShape(machine: Machine, disk: number, allocatable: Allocatable): NodeShape {
  return {
    cpu: String(machine.cpus),
    memory: `${String(machine.memory)}Mi`,
    ephemeralStorage: `${String(disk)}Gi`,
    allocatable: {
      cpu: `${String(Math.floor(allocatable.cpu))}m`,
      memory: `${String(Math.floor(allocatable.memory))}Mi`,
      pods: allocatable.pods,
    },
  };
}

/**
 * The CPU that EKS and GKE keep for the kubelet: 6 % of the first core, 1 % of the second, 0.5 % of the third and
 * fourth, 0.25 % of every further one.
 *
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes#cpu_reservations
 * @see https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go getCPUMillicoresToReserve
 * @returns thousandths of a core
 */
export function reservedCpu(cpus: number): number {
  const share = (from: number, to: number, perCore: number) => Math.max(0, Math.min(cpus, to) - from) * perCore;
  return share(0, 1, 60) + share(1, 2, 10) + share(2, 4, 5) + share(4, Number.POSITIVE_INFINITY, 2.5);
}
