import { type Allocatable, kubeletMaxPods, type Machine, reservedCpu } from "./machine";

/** A Compute Engine machine type. */
export interface ComputeEngineMachine extends Machine {
  /** Its CPUs are shared with other machines: GKE keeps a fixed 1060m. */
  readonly sharedCore: boolean;
}

const machine = (cpus: number, gibibytes: number, sharedCore = false): ComputeEngineMachine => ({
  cpus,
  memory: gibibytes * 1024,
  sharedCore,
});

/**
 * Machine types for node pools.
 *
 * @see https://docs.cloud.google.com/compute/docs/general-purpose-machines
 */
export const computeEngineMachines: Readonly<Record<string, ComputeEngineMachine>> = {
  "e2-small": machine(2, 2, true),
  "e2-medium": machine(2, 4, true),
  "e2-standard-2": machine(2, 8),
  "e2-standard-4": machine(4, 16),
  "e2-standard-8": machine(8, 32),
  "e2-standard-16": machine(16, 64),
  "e2-highcpu-4": machine(4, 4),
  "e2-highcpu-8": machine(8, 8),
  "e2-highmem-2": machine(2, 16),
  "e2-highmem-4": machine(4, 32),
  "n2-standard-2": machine(2, 8),
  "n2-standard-4": machine(4, 16),
  "n2-standard-8": machine(8, 32),
  "n2-standard-16": machine(16, 64),
  "n2-highmem-2": machine(2, 16),
  "n2-highmem-4": machine(4, 32),
};

/** The share of memory that the kernel keeps before the kubelet counts: an e2-medium reports 3932 of its 4096 MiB. */
const kernelOverhead = 0.04;

/** Memory that the kubelet leaves free by evicting pods, in MiB. */
const evictionThreshold = 100;

/** CPU that GKE keeps on shared-core machines, in thousandths of a core. */
const sharedCoreReserve = 1060;

/**
 * The memory that GKE keeps: 25 % of the first 4 GiB, 20 % of the next 4, 10 % of the next 8, 6 % of the next 112 and
 * 2 % of what is above 128 GiB.
 *
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes#memory_reservations
 * @param memory MiB of the machine
 * @returns MiB
 */
export function gkeReservedMemory(memory: number): number {
  const share = (from: number, to: number, part: number) =>
    Math.max(0, Math.min(memory, to * 1024) - from * 1024) * part;
  return (
    share(0, 4, 0.25) +
    share(4, 8, 0.2) +
    share(8, 16, 0.1) +
    share(16, 128, 0.06) +
    share(128, Number.POSITIVE_INFINITY, 0.02)
  );
}

/**
 * What pods can use of a GKE node.
 *
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes
 */
export function gkeAllocatable(of: ComputeEngineMachine): Allocatable {
  return {
    cpu: of.cpus * 1000 - (of.sharedCore ? sharedCoreReserve : reservedCpu(of.cpus)),
    memory: of.memory * (1 - kernelOverhead) - gkeReservedMemory(of.memory) - evictionThreshold,
    pods: kubeletMaxPods,
  };
}
