import { type ComputeEngineMachine, computeEngineMachines } from "../cluster/gke-sizes";
import type { Cloud } from "../cluster/node-shapes";
import { perMonth } from "./monthly-cost";

/**
 * USD per month of a Droplet; worker nodes cost the same, and at most 28 days of a month are billed.
 *
 * @see https://www.digitalocean.com/pricing/droplets
 */
const droplets: Readonly<Record<string, number>> = {
  "s-1vcpu-2gb": 12,
  "s-2vcpu-2gb": 18,
  "s-2vcpu-4gb": 24,
  "s-4vcpu-8gb": 48,
  "s-8vcpu-16gb": 96,
  "s-2vcpu-4gb-amd": 28,
  "s-4vcpu-8gb-amd": 56,
  "s-8vcpu-16gb-amd": 112,
  "s-2vcpu-4gb-intel": 28,
  "s-4vcpu-8gb-intel": 56,
  "s-8vcpu-16gb-intel": 112,
  "c-2": 42,
  "c-4": 84,
  "c-8": 168,
  "c-16": 336,
  "g-2vcpu-8gb": 63,
  "g-4vcpu-16gb": 126,
  "g-8vcpu-32gb": 252,
  "g-16vcpu-64gb": 504,
  "m-2vcpu-16gb": 84,
  "m-4vcpu-32gb": 168,
  "m-8vcpu-64gb": 336,
};

/** USD per hour of the smallest size of an EC2 family here; each further size costs twice as much. */
interface FamilyPrice {
  readonly sizes: readonly string[];
  readonly hourly: number;
}

const burstable = ["small", "medium", "large", "xlarge", "2xlarge"];
const general = ["large", "xlarge", "2xlarge", "4xlarge"];

/**
 * Linux, on demand, us-east-1.
 *
 * @see https://aws.amazon.com/ec2/pricing/on-demand/
 */
const ec2Families: Readonly<Record<string, FamilyPrice>> = {
  t3: { sizes: burstable, hourly: 0.0208 },
  t3a: { sizes: burstable, hourly: 0.0188 },
  m5: { sizes: general, hourly: 0.096 },
  m6i: { sizes: general, hourly: 0.096 },
  m7i: { sizes: general, hourly: 0.1008 },
};

function ec2Hourly(type: string): number | undefined {
  const [name = "", size = ""] = type.split(".");
  const family = ec2Families[name];
  const step = family?.sizes.indexOf(size) ?? -1;
  return family === undefined || step < 0 ? undefined : family.hourly * 2 ** step;
}

/**
 * USD per hour of a vCPU and of a GiB, on demand, us-central1. Shared-core machines have prices of their own.
 *
 * @see https://cloud.google.com/compute/all-pricing
 */
const computeEngineFamilies: Readonly<Record<string, { readonly cpu: number; readonly memory: number }>> = {
  e2: { cpu: 0.02181159, memory: 0.00292353 },
  n2: { cpu: 0.031611, memory: 0.004237 },
};

const sharedCore: Readonly<Record<string, number>> = { "e2-small": 0.016751, "e2-medium": 0.033503 };

function computeEngineHourly(type: string, { cpus, memory }: ComputeEngineMachine): number | undefined {
  const family = computeEngineFamilies[type.split("-")[0] ?? ""];
  const byFamily = family === undefined ? undefined : family.cpu * cpus + (family.memory * memory) / 1024;
  return sharedCore[type] ?? byFamily;
}

/** USD per month of a node, without its disk where that is chosen apart; undefined for a size without a known price. */
export function machinePrice(cloud: Cloud, size: string): number | undefined {
  switch (cloud) {
    case "doks":
      return droplets[size];
    case "eks": {
      const hourly = ec2Hourly(size);
      return hourly === undefined ? undefined : perMonth(hourly);
    }
    case "gke": {
      const machine = computeEngineMachines[size];
      const hourly = machine === undefined ? undefined : computeEngineHourly(size, machine);
      return hourly === undefined ? undefined : perMonth(hourly);
    }
  }
}
