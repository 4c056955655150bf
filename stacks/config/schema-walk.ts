import type { z } from "zod";

type Schema = z.core.$ZodType;

/** What stands at a path of a value; undefined where nothing does. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  return value;
}

/** The schema behind defaults and options; of a union, the member that the value's discriminator chooses. */
function unwrap(schema: Schema, value: unknown): Schema | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "default":
    case "prefault":
    case "optional":
    case "nullable":
    case "readonly":
      return unwrap(def.innerType, value);
    case "pipe":
      return unwrap(def.in, value);
    case "union": {
      const { options, discriminator } = def as z.core.$ZodDiscriminatedUnionDef;
      const kind = valueAt(value, [discriminator]) as z.core.util.Primitive;
      const chosen = options.find((option) => option._zod.propValues?.[discriminator]?.has(kind));
      return chosen === undefined ? schema : unwrap(chosen, value);
    }
    default:
      return schema;
  }
}

/** The schema of what stands at a path; undefined where the schema knows no such place. */
function schemaAt(root: Schema, path: readonly PropertyKey[], value: unknown): Schema | undefined {
  const [key, ...rest] = path;
  const schema = unwrap(root, value);
  if (schema === undefined || key === undefined) return schema;
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const inner = valueAt(value, [key]);
  if (def.type === "object") {
    const child = Object.hasOwn(def.shape, key) ? def.shape[String(key)] : undefined;
    return child === undefined ? undefined : schemaAt(child, rest, inner);
  }
  if (def.type === "record") return schemaAt(def.valueType, rest, inner);
  return def.type === "array" ? schemaAt(def.element, rest, inner) : undefined;
}

/** The keys that an object at a path may have; empty for anything else. */
export function knownKeys(root: Schema, path: readonly PropertyKey[], value: unknown): readonly string[] {
  const schema = schemaAt(root, path, value);
  if (schema === undefined) return [];
  const { def } = (schema as z.core.$ZodTypes)._zod;
  return def.type === "object" ? Object.keys(def.shape) : [];
}

/** The values that choose a member of the union at a path; empty for anything else. */
export function discriminators(root: Schema, path: readonly PropertyKey[], value: unknown): readonly string[] {
  const schema = schemaAt(root, path, value);
  if (schema === undefined) return [];
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type !== "union" || !("discriminator" in def)) return [];
  const { options, discriminator } = def as z.core.$ZodDiscriminatedUnionDef;
  return options.flatMap((option) => [...(option._zod.propValues?.[discriminator] ?? [])].map(String));
}

/** What a setting means, as its schema describes it, without capital and full stop; undefined where it doesn't. */
export function meaningAt(root: z.ZodType, path: readonly PropertyKey[], value: unknown): string | undefined {
  const key = path.at(-1);
  const parent = schemaAt(root, path.slice(0, -1), value);
  if (key === undefined || parent === undefined) return undefined;
  const { def } = (parent as z.core.$ZodTypes)._zod;
  if (def.type !== "object" || !Object.hasOwn(def.shape, key)) return undefined;
  const own = def.shape[String(key)] as z.ZodType;
  // What wraps a schema, such as optional(), has no description of its own.
  const description = own.description ?? (unwrap(own, valueAt(value, path)) as z.ZodType | undefined)?.description;
  return description === undefined
    ? undefined
    : description.charAt(0).toLowerCase() + description.slice(1).replace(/\.$/, "");
}
