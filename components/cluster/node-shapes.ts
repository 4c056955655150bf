import { UsageError } from "../errors";
import { nearest } from "../nearest";
import type { NodeShape } from "./contract";
import { doksAllocatable, dropletSizes } from "./doks-sizes";
import { ec2InstanceTypes, eksAllocatable } from "./eks-sizes";
import { computeEngineMachines, gkeAllocatable } from "./gke-sizes";
import { toNodeShape } from "./machine";

/** The clouds that Rootstock makes clusters on, each by its managed Kubernetes. */
export type Cloud = "doks" | "eks" | "gke";

/** Disk of a node where the cloud lets us choose it, in GiB; enough for images and logs of the platform and 20 pods. */
export const defaultNodeDisk = 50;

/** The machine sizes that Rootstock knows, by the cloud's own names. */
export const machineSizes: Readonly<Record<Cloud, readonly string[]>> = {
  doks: Object.keys(dropletSizes),
  eks: Object.keys(ec2InstanceTypes),
  gke: Object.keys(computeEngineMachines),
};

/** What a cloud calls its machine sizes, for messages. */
const sizeTerms: Readonly<Record<Cloud, string>> = {
  doks: "Droplet size of DigitalOcean",
  eks: "EC2 instance type",
  gke: "Compute Engine machine type",
};

/**
 * What is wrong with a machine size, in one sentence; undefined when nothing is.
 *
 * @param setting the name of the setting, e.g. `cluster.nodePool.size`
 */
export function sizeProblem(cloud: Cloud, size: string, setting: string): string | undefined {
  const sizes = machineSizes[cloud];
  if (sizes.includes(size)) return undefined;
  const near = nearest(size, sizes);
  const hint = near === undefined ? "" : `Did you mean ${near}? `;
  return `${setting} is "${size}", which is no ${sizeTerms[cloud]} that Rootstock knows. ${hint}Choose one of: ${sizes.join(", ")}.`;
}

/**
 * What a node of one size offers.
 *
 * @param disk disk of the node in GiB, where the cloud lets us choose it; a Droplet's comes with its size
 * @throws UsageError for a size that the table doesn't have, naming the nearest
 */
export function nodeShape(cloud: Cloud, size: string, disk: number = defaultNodeDisk): NodeShape {
  switch (cloud) {
    case "doks": {
      const droplet = dropletSizes[size];
      if (droplet !== undefined) return toNodeShape(droplet, droplet.disk, doksAllocatable(droplet));
      break;
    }
    case "eks": {
      const instance = ec2InstanceTypes[size];
      if (instance !== undefined) return toNodeShape(instance, disk, eksAllocatable(instance));
      break;
    }
    case "gke": {
      const machine = computeEngineMachines[size];
      if (machine !== undefined) return toNodeShape(machine, disk, gkeAllocatable(machine));
      break;
    }
  }
  throw new UsageError(sizeProblem(cloud, size, "size") ?? `No shape is known for ${size}.`);
}
