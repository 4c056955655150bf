import type { ChartFacts } from "./chart-facts";
import { type ChartValues, mergeValues, valueAt } from "./chart-values";

/**
 * The values that make every image of a chart come from a mirror: the mirror's prefix takes the place of the
 * registry's host, the rest of the image's name stays.
 *
 * A mirror must keep digests: ingress-nginx and Alloy's reloader pin theirs.
 *
 * @param mirror a registry prefix, e.g. `registry.internal/mirror`; nothing is set without one.
 */
export function imageMirrorValues(chart: Pick<ChartFacts, "imageRegistries">, mirror?: string): ChartValues {
  if (mirror === undefined) {
    return {};
  }
  const prefix = mirror.replace(/\/+$/, "");
  return chart.imageRegistries.reduce<ChartValues>(
    (values, { path, suffix }) =>
      mergeValues(values, valueAt(path, suffix === undefined ? prefix : `${prefix}/${suffix}`)),
    {},
  );
}
