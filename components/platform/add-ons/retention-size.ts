import { parseQuantity } from "../../quantities";

/** The share of Prometheus's volume that samples may fill; the rest is for the write-ahead log and compaction. */
const share = 0.85;

/**
 * How much Prometheus keeps at most, whatever the retention time says, so that a volume never runs full. In mebibytes,
 * which Prometheus writes `MB`.
 *
 * @param storage size of the volume, e.g. `20Gi`
 * @throws UsageError when `storage` is no quantity.
 * @see https://prometheus.io/docs/prometheus/latest/storage/#right-sizing-retention-size
 */
export function retentionSize(storage: string): string {
  const mebibytes = parseQuantity(storage, "platform.monitoring.storage") / 2 ** 20;
  return `${String(Math.floor(mebibytes * share))}MB`;
}
