import { type Allocatable, kubeletMaxPods, type Machine } from "./machine";

/** A Droplet: its disk comes with its size. */
export interface Droplet extends Machine {
  /** Disk, in GiB. */
  readonly disk: number;
}

const droplet = (cpus: number, gibibytes: number, disk: number): Droplet => ({ cpus, memory: gibibytes * 1024, disk });

/**
 * Droplet sizes that DOKS takes as worker nodes.
 *
 * @see https://slugs.do-api.dev
 */
export const dropletSizes: Readonly<Record<string, Droplet>> = {
  "s-1vcpu-2gb": droplet(1, 2, 50),
  "s-2vcpu-2gb": droplet(2, 2, 60),
  "s-2vcpu-4gb": droplet(2, 4, 80),
  "s-4vcpu-8gb": droplet(4, 8, 160),
  "s-8vcpu-16gb": droplet(8, 16, 320),
  "s-2vcpu-4gb-amd": droplet(2, 4, 80),
  "s-4vcpu-8gb-amd": droplet(4, 8, 160),
  "s-8vcpu-16gb-amd": droplet(8, 16, 320),
  "s-2vcpu-4gb-intel": droplet(2, 4, 80),
  "s-4vcpu-8gb-intel": droplet(4, 8, 160),
  "s-8vcpu-16gb-intel": droplet(8, 16, 320),
  "c-2": droplet(2, 4, 25),
  "c-4": droplet(4, 8, 50),
  "c-8": droplet(8, 16, 100),
  "c-16": droplet(16, 32, 200),
  "g-2vcpu-8gb": droplet(2, 8, 25),
  "g-4vcpu-16gb": droplet(4, 16, 50),
  "g-8vcpu-32gb": droplet(8, 32, 100),
  "g-16vcpu-64gb": droplet(16, 64, 200),
  "m-2vcpu-16gb": droplet(2, 16, 50),
  "m-4vcpu-32gb": droplet(4, 32, 100),
  "m-8vcpu-64gb": droplet(8, 64, 200),
};

/** Memory of a Droplet and what pods may use of it, both in GiB, by DigitalOcean's table. */
const allocatableMemory: readonly (readonly [memory: number, allocatable: number])[] = [
  [2, 1],
  [4, 2.5],
  [8, 6],
  [16, 13],
  [32, 28],
  [48, 43],
  [64, 58],
];

/**
 * What pods can use of a DOKS node: DigitalOcean publishes a table by memory (a 4 GiB Droplet leaves 2.5 GiB), and
 * keeps a tenth of a core whatever the size (2 vCPU leave 1900m). A memory between two rows counts as the lower row.
 *
 * @see https://docs.digitalocean.com/products/kubernetes/details/limits/
 */
export function doksAllocatable(machine: Machine): Allocatable {
  const gibibytes = machine.memory / 1024;
  const row = allocatableMemory.findLast(([memory]) => memory <= gibibytes);
  return { cpu: machine.cpus * 1000 - 100, memory: (row?.[1] ?? 0) * 1024, pods: kubeletMaxPods };
}
