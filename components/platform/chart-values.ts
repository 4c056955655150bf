import type { Input } from "@pulumi/pulumi";

/** A value in a chart's values: YAML, with Outputs where only the cloud knows. */
export type ChartValue =
  | Input<string>
  | Input<number>
  | Input<boolean>
  | null
  | readonly ChartValue[]
  | { readonly [key: string]: ChartValue };

/** What a release sets of its chart's values. */
export type ChartValues = Readonly<Record<string, ChartValue>>;

/** The values with one entry at a dotted path, e.g. `global.image.registry`. */
export function valueAt(path: string, value: ChartValue): ChartValues {
  const [first = path, ...rest] = path.split(".");
  return { [first]: rest.length === 0 ? value : valueAt(rest.join("."), value) };
}

/** Two sets of values as Helm merges them: maps entry by entry, everything else replaced by `over`. */
export function mergeValues(base: ChartValues, over: ChartValues): ChartValues {
  const merged: Record<string, ChartValue> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const existing = merged[key];
    merged[key] = isMap(existing) && isMap(value) ? mergeValues(existing, value) : value;
  }
  return merged;
}

/** Whether a value is a plain map; Outputs, promises and lists are leaves. */
function isMap(value: ChartValue | undefined): value is ChartValues {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
