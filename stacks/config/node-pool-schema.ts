import { z } from "zod";
import { type Cloud, defaultNodeDisk, sizeProblem } from "../../components/cluster/node-shapes";
import type { DiskedNodePoolSettings, NodePoolSettings } from "../../components/cluster/settings";

/** The node pool of a cloud when a stack says nothing: how it begins, and between what it moves. */
export interface NodePoolDefaults {
  readonly size: string;
  readonly count: number;
  readonly min: number;
  readonly max: number;
}

/** Node pools of the plans that Rootstock was made for; GKE's e2-medium is too small for a platform, so a size up. */
const nodePoolDefaults: Readonly<Record<Cloud, NodePoolDefaults>> = {
  doks: { size: "s-2vcpu-4gb", count: 3, min: 3, max: 5 },
  eks: { size: "t3.medium", count: 3, min: 2, max: 5 },
  gke: { size: "e2-standard-2", count: 3, min: 2, max: 5 },
};

const setting = "cluster.nodePool";

function nodePoolShape(cloud: Cloud) {
  const defaults = nodePoolDefaults[cloud];
  return {
    size: z
      .string()
      .default(defaults.size)
      .superRefine((size, context) => {
        const problem = sizeProblem(cloud, size, `${setting}.size`);
        if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
      })
      .describe(`The cloud's name of the machine. Default: ${defaults.size}.`),
    count: z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe(
        `Nodes to begin with; then the autoscaler decides. Default: ${String(defaults.count)}, within min and max.`,
      ),
    min: z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe(`Fewest nodes. Default: ${String(defaults.min)}, or max if that is less.`),
    max: z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe(
        `Most nodes; equal to min, the pool is never resized. Default: ${String(defaults.max)}, or min if that is more.`,
      ),
  };
}

interface Bounds {
  readonly count?: number | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

function checkBounds({ count, min, max }: Bounds, context: z.RefinementCtx): void {
  if (min !== undefined && max !== undefined && min > max) {
    context.addIssue({
      code: "custom",
      path: ["min"],
      message: `${setting}.min is ${String(min)} and ${setting}.max is ${String(max)}; the fewest nodes can't be more than the most: lower min or raise max.`,
    });
    return;
  }
  if (count !== undefined && min !== undefined && count < min) {
    context.addIssue({
      code: "custom",
      path: ["count"],
      message: `${setting}.count is ${String(count)} and ${setting}.min is ${String(min)}; a pool can't begin with fewer nodes than its minimum: raise count or lower min.`,
    });
  }
  if (count !== undefined && max !== undefined && count > max) {
    context.addIssue({
      code: "custom",
      path: ["count"],
      message: `${setting}.count is ${String(count)} and ${setting}.max is ${String(max)}; a pool can't begin with more nodes than its maximum: lower count or raise max.`,
    });
  }
}

/** The node pool of a cloud whose machines come with their disks. */
export const doksNodePoolSchema = z
  .strictObject(nodePoolShape("doks"))
  .superRefine(checkBounds)
  .prefault({})
  .describe("The cluster's nodes. Another size replaces the whole cluster.");

/** The node pool of a cloud where the disk is chosen apart from the machine. */
export function diskedNodePoolSchema(cloud: "eks" | "gke") {
  return z
    .strictObject({
      ...nodePoolShape(cloud),
      disk: z
        .int()
        .min(20)
        .max(1000)
        .default(defaultNodeDisk)
        .describe(`Disk of each node, in GiB. Default: ${String(defaultNodeDisk)}.`),
    })
    .superRefine(checkBounds)
    .prefault({})
    .describe("The cluster's nodes.");
}

/** Fills in what a stack left open; given bounds move the defaults, not the other way round. */
export function resolveNodePool(cloud: Cloud, pool: Bounds & { readonly size: string }): NodePoolSettings {
  const defaults = nodePoolDefaults[cloud];
  const given = pool.count ?? defaults.count;
  const min =
    pool.min ?? Math.min(defaults.min, pool.max ?? Number.POSITIVE_INFINITY, pool.count ?? Number.POSITIVE_INFINITY);
  const max = pool.max ?? Math.max(defaults.max, min, pool.count ?? 0);
  return { size: pool.size, count: Math.min(Math.max(given, min), max), min, max };
}

/** {@link resolveNodePool} for pools with a disk of their own. */
export function resolveDiskedNodePool(
  cloud: "eks" | "gke",
  pool: Bounds & { readonly size: string; readonly disk: number },
): DiskedNodePoolSettings {
  return { ...resolveNodePool(cloud, pool), disk: pool.disk };
}
