import type { Cloud } from "../cluster/node-shapes";
import { type CostItem, costItem } from "./monthly-cost";
import { cloudPrices } from "./prices";
import type { PlannedVolumes } from "./volumes";

function gibibytes(volumes: readonly PlannedVolumes[]): number {
  return volumes.reduce((sum, { count, gibibytes: each }) => sum + count * each, 0);
}

/** What volumes cost. */
export function volumeItems(volumes: readonly PlannedVolumes[], cloud: Cloud): readonly CostItem[] {
  const { fastVolume, volume } = cloudPrices[cloud];
  // Where both cost the same, one line says it.
  if (fastVolume === volume) return [costItem("GiB of volumes", volume, gibibytes(volumes))];
  return [
    costItem("GiB of volumes", volume, gibibytes(volumes.filter(({ fast }) => !fast))),
    costItem("GiB of fast volumes", fastVolume, gibibytes(volumes.filter(({ fast }) => fast))),
  ];
}
