import type { z } from "zod";
import { nearest } from "../../components/nearest";
import { secretShape } from "./plain-secrets";

/** Where a configuration comes from and what it holds, so that messages can quote it. */
export interface Source {
  /** The stack's file, e.g. `Pulumi.dev.yaml`. */
  readonly file: string;
  readonly value: unknown;
}

type Issue = z.core.$ZodIssue;

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  return value;
}

/** A value as it stands in a message: short, and never a secret. */
export function quoteValue(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value) ?? String(value);
  if (secretShape(text) !== undefined) return "[secret]";
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function join(path: readonly PropertyKey[]): string {
  return path.map(String).join(".");
}

function unknownKeys(issue: Extract<Issue, { code: "unrecognized_keys" }>, source: Source, known: readonly string[]): string[] {
  return issue.keys.map((key) => {
    const full = join([...issue.path, key]);
    const close = nearest(key, known);
    const advice = close === undefined ? "remove it" : `did you mean "${join([...issue.path, close])}"?`;
    return `${source.file}: ${full} is no setting (its value is ${quoteValue(valueAt(source.value, [...issue.path, key]))}); ${advice}${known.length > 0 ? `${advice.endsWith("?") ? "" : ";"} Known here: ${known.join(", ")}.` : ""}`;
  });
}

function listed(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(", ");
}

/** What is allowed instead, as the second half of a sentence; undefined for codes that carry their own sentence. */
function expectation(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return value === undefined ? `it must be set, to ${article(issue.expected)}` : `it must be ${article(issue.expected)}`;
    case "invalid_value": {
      const texts = issue.values.filter((candidate): candidate is string => typeof candidate === "string");
      const close = typeof value === "string" ? nearest(value, texts) : undefined;
      return `allowed: ${listed(issue.values)}${close === undefined ? "" : `; did you mean "${close}"?`}`;
    }
    case "invalid_union":
      return issue.note === undefined ? `it has none of the allowed forms` : issue.message;
    case "too_small":
      return `it must be at least ${String(issue.minimum)}`;
    case "too_big":
      return `it must be at most ${String(issue.maximum)}`;
    default:
      return issue.message;
  }
}

function article(type: string): string {
  const names: Readonly<Record<string, string>> = { int: "a whole number", object: "a map of settings", array: "a list", boolean: "true or false", record: "a map" };
  return names[type] ?? `a ${type}`;
}

function knownKeys(schema: z.ZodType, path: readonly PropertyKey[], value: unknown): readonly string[] {
  const jsonOf = (part: unknown): string[] => {
    if (typeof part !== "object" || part === null) return [];
    const { shape } = part as { shape?: object };
    return shape === undefined ? [] : Object.keys(shape);
  };
  let current: unknown = schema;
  let data: unknown = value;
  for (const key of [...path, undefined]) {
    current = unwrap(current, data);
    if (key === undefined) break;
    const { shape } = current as { shape?: Readonly<Record<PropertyKey, unknown>> };
    current = shape?.[key];
    data = valueAt(data, [key]);
  }
  return jsonOf(current);
}

/** The object schema behind defaults, options and unions; of a union, the member whose discriminator fits. */
function unwrap(schema: unknown, data: unknown): unknown {
  let current = schema;
  for (;;) {
    if (typeof current !== "object" || current === null || !("def" in current)) return current;
    const { def } = current as { def: Readonly<Record<string, unknown>> };
    if (def["innerType"] !== undefined) current = def["innerType"];
    else if (def["type"] === "pipe") current = def["in"];
    else if (Array.isArray(def["options"])) {
      const kind = valueAt(data, ["kind"]);
      const options: readonly unknown[] = def["options"];
      const fitting = options.find((option) => {
        const values = valueAt(unwrap(option, data), ["shape", "kind", "def", "values"]);
        return Array.isArray(values) && values.includes(kind);
      });
      if (fitting === undefined) return undefined;
      current = fitting;
    } else return current;
  }
}

/** One sentence per mistake: file, key, value, what is allowed, what to do. */
export function sentences(issues: readonly Issue[], source: Source, schema: z.ZodType): readonly string[] {
  return issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      return unknownKeys(issue, source, knownKeys(schema, issue.path, source.value));
    }
    const value = valueAt(source.value, issue.path);
    if (issue.code === "invalid_union" && issue.errors.length > 0) {
      const closest = [...issue.errors].sort((a, b) => a.length - b.length)[0];
      if (closest !== undefined && closest.length > 0 && typeof value === "object") {
        return sentences(closest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }) as Issue), source, schema);
      }
    }
    if (issue.code === "custom" && issue.message.endsWith(".")) return [`${source.file}: ${issue.message}`];
    return [`${source.file}: ${join(issue.path)} is ${quoteValue(value)}; ${expectation(issue, value)}.`];
  });
}
