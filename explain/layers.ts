import { valueAt } from "../stacks/config/schema-walk";

/** Settings as one place says them. */
export interface Layer {
  /** Where that is, as a person calls it, e.g. `Pulumi.prod.yaml`. */
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Who says a setting, and what others would have said. */
export interface Origin {
  /** The layer that decides; undefined where nobody says anything and the default stays. */
  readonly layer?: string;
  /** Layers below it, which say something else. */
  readonly overruled: readonly { readonly layer: string; readonly value: unknown }[];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Paths of all values below a value, with the maps between them left out; an empty map has none. */
export function leafPaths(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (!isMap(value)) return value === undefined ? [] : [path];
  return Object.entries(value).flatMap(([key, inner]) => leafPaths(inner, [...path, key]));
}

/**
 * Where the value at a path comes from.
 *
 * @param layers the one that wins first
 */
export function originOf(path: readonly string[], layers: readonly Layer[]): Origin {
  const said = layers.flatMap(({ name, settings }) => {
    const value = valueAt(settings, path);
    return value === undefined ? [] : [{ layer: name, value }];
  });
  const [first, ...rest] = said;
  if (first === undefined) return { overruled: [] };
  const decided = JSON.stringify(first.value);
  return { layer: first.layer, overruled: rest.filter(({ value }) => JSON.stringify(value) !== decided) };
}
