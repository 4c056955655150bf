import type { NodePool } from "./contract";
import { type Cloud, nodeShape } from "./node-shapes";
import type { DiskedNodePoolSettings, NodePoolSettings } from "./settings";

/** Name of the pool that every cluster has. */
export const poolName = "default";

/** The label that every node of a pool carries, on every cloud. */
export const poolLabels: Readonly<Record<string, string>> = { "rootstock.dev/node-pool": poolName };

/**
 * The facts of a node pool, known before it exists.
 *
 * @throws UsageError for a size that the cloud's table doesn't have
 */
export function nodePoolFacts(
  cloud: Cloud,
  settings: NodePoolSettings | DiskedNodePoolSettings,
  place: { readonly region: string; readonly zones: readonly string[] },
): NodePool {
  return {
    name: poolName,
    size: settings.size,
    shape: nodeShape(cloud, settings.size, "disk" in settings ? settings.disk : undefined),
    min: settings.min,
    max: settings.max,
    region: place.region,
    zones: place.zones,
    labels: poolLabels,
  };
}
