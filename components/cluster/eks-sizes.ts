import { type Allocatable, type Machine, reservedCpu } from "./machine";

/** An EC2 instance type: how many pods it takes depends on its network interfaces. */
export interface Ec2Instance extends Machine {
  /** Network interfaces. */
  readonly interfaces: number;
  /** IPv4 addresses of each interface. */
  readonly addresses: number;
}

const instance = (cpus: number, gibibytes: number, interfaces: number, addresses: number): Ec2Instance => ({
  cpus,
  memory: gibibytes * 1024,
  interfaces,
  addresses,
});

const generalPurpose = (family: string): Record<string, Ec2Instance> => ({
  [`${family}.large`]: instance(2, 8, 3, 10),
  [`${family}.xlarge`]: instance(4, 16, 4, 15),
  [`${family}.2xlarge`]: instance(8, 32, 4, 15),
  [`${family}.4xlarge`]: instance(16, 64, 8, 30),
});

/**
 * Instance types for managed node groups.
 *
 * @see https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/instance-info.jsonl interfaces and
 * addresses
 */
export const ec2InstanceTypes: Readonly<Record<string, Ec2Instance>> = {
  "t3.small": instance(2, 2, 3, 4),
  "t3.medium": instance(2, 4, 3, 6),
  "t3.large": instance(2, 8, 3, 12),
  "t3.xlarge": instance(4, 16, 4, 15),
  "t3.2xlarge": instance(8, 32, 4, 15),
  "t3a.small": instance(2, 2, 2, 4),
  "t3a.medium": instance(2, 4, 3, 6),
  "t3a.large": instance(2, 8, 3, 12),
  "t3a.xlarge": instance(4, 16, 4, 15),
  "t3a.2xlarge": instance(8, 32, 4, 15),
  ...generalPurpose("m5"),
  ...generalPurpose("m6i"),
  ...generalPurpose("m7i"),
};

/**
 * The share of an instance's memory that the hypervisor and the kernel keep before the kubelet counts: Karpenter's
 * default for `VM_MEMORY_OVERHEAD_PERCENT`.
 *
 * @see https://karpenter.sh/docs/reference/settings/
 */
const virtualMachineOverhead = 0.075;

/** Memory that the kubelet leaves free by evicting pods, in MiB. */
const evictionThreshold = 100;

/**
 * Pods of a node with the VPC CNI, which gives each pod an address of the VPC: one address of each interface is the
 * interface's own, and two pods (the CNI and kube-proxy) use the host's network.
 *
 * @see https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/eni_max_pods.go
 */
export function eksMaxPods(machine: Ec2Instance): number {
  return machine.interfaces * (machine.addresses - 1) + 2;
}

/**
 * What pods can use of an EKS node on Amazon Linux 2023: the kubelet reserves 255 MiB and 11 MiB for each possible
 * pod, evicts below 100 MiB, and keeps CPU by cores.
 *
 * @see https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go
 * getMemoryMebibytesToReserve
 */
export function eksAllocatable(machine: Ec2Instance): Allocatable {
  const pods = eksMaxPods(machine);
  const capacity = machine.memory * (1 - virtualMachineOverhead);
  return {
    cpu: machine.cpus * 1000 - reservedCpu(machine.cpus),
    memory: capacity - (255 + 11 * pods) - evictionThreshold,
    pods,
  };
}
