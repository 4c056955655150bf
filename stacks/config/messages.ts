import type { z } from "zod";
import { nearest } from "../../components/nearest";
import { isSecretKey, secretShape } from "./plain-secrets";
import { discriminators, knownKeys, meaningAt, valueAt } from "./schema-walk";

/** Where a configuration comes from and what it holds, so that messages can quote it. */
export interface Source {
  /** The stack's file, e.g. `Pulumi.dev.yaml`. */
  readonly file: string;
  readonly value: unknown;
  /** Keys beside those of the schema, which never sees what they hold. */
  readonly otherKeys: readonly string[];
}

type Issue = z.core.$ZodIssue;

/** A value as it stands in a message: short, and never a secret. */
export function quoteValue(value: unknown): string {
  const text = JSON.stringify(value);
  if (secretShape(text) !== undefined) return "[secret]";
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Words as a choice: `a, b or c`. */
function choice(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}

/** What is allowed, with the word that was most likely meant. */
function oneOf(words: readonly string[], value: unknown): string {
  const close = typeof value === "string" && words.length > 1 ? nearest(value, words) : undefined;
  return `it must be ${choice(words)}${close === undefined ? "" : ` (did you mean ${close}?)`}`;
}

const typeNames: Readonly<Record<string, string>> = {
  int: "a whole number",
  number: "a number",
  string: "a text",
  boolean: "true or false",
  object: "a map of settings",
  record: "a map",
  array: "a list",
};

/** A type that is wrong, and where a text holds the right one, how to write it. */
function typed(expected: string, value: unknown): string {
  const name = typeNames[expected] ?? `a ${expected}`;
  const numeric = ["int", "number"].includes(expected) && typeof value === "string" && /^\d+(\.\d+)?$/.test(value);
  const truth = expected === "boolean" && (value === "true" || value === "false");
  if (numeric || truth) return `it must be ${name}, written without quotes`;
  const text = expected === "string" && ["number", "boolean"].includes(typeof value);
  return text ? `it must be ${name}, written in quotes` : `it must be ${name}`;
}

/** What the units of a size are. */
const units: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: ["character", "characters"],
  array: ["entry", "entries"],
};

function sized(words: string, limit: number | bigint, origin: string): string {
  const unit = units[origin];
  const counted = unit === undefined ? "" : ` ${unit[Number(limit) === 1 ? 0 : 1]}`;
  return `it must ${unit === undefined ? "be" : "have"} ${words} ${String(limit)}${counted}`;
}

/** A schema's own words as the second half of a sentence: they begin with "must be", "it must be" or a verb. */
function ownWords(message: string): string {
  const words = message.replace(/\.$/, "");
  return words.startsWith("must ") ? `it ${words}` : words;
}

/** What is allowed instead, as the second half of a sentence. */
function expectation(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return typed(issue.expected, value);
    case "invalid_value":
      return oneOf(issue.values.map(String), value);
    case "too_small":
      return sized(issue.inclusive === false ? "more than" : "at least", issue.minimum, issue.origin);
    case "too_big":
      return sized(issue.inclusive === false ? "less than" : "at most", issue.maximum, issue.origin);
    case "not_multiple_of":
      return `it must be a multiple of ${String(issue.divisor)}`;
    case "invalid_format":
      return issue.message.startsWith("Invalid ")
        ? `it must match ${issue.pattern ?? issue.format}`
        : ownWords(issue.message);
    case "invalid_key":
      return `its key can't be used: ${ownWords(issue.issues[0]?.message ?? issue.message)}`;
    default:
      return ownWords(issue.message);
  }
}

/** The command that sets what stands at a path; of a map, one of its settings. */
function setCommand(path: readonly PropertyKey[]): string {
  return path.length === 1
    ? `pulumi config set ${String(path[0])} <value>`
    : `pulumi config set --path '${path.join(".")}' <value>`;
}

function unknownKeys(
  issue: Extract<Issue, { code: "unrecognized_keys" }>,
  source: Source,
  schema: z.ZodType,
): readonly string[] {
  const known = [...knownKeys(schema, issue.path, source.value), ...(issue.path.length === 0 ? source.otherKeys : [])];
  return issue.keys.map((key) => {
    const path = [...issue.path, key];
    const close = nearest(key, known);
    const advice = close === undefined ? "remove it" : `rename it to ${close}, or remove it`;
    const hidden = isSecretKey(key) || (close !== undefined && source.otherKeys.includes(close));
    const value = hidden ? "[secret]" : quoteValue(valueAt(source.value, path));
    return `${source.file}: ${path.join(".")} is ${value}, but there is no such setting: ${advice}; allowed here: ${known.join(", ")}.`;
  });
}

/** The mistakes of the branch of a union that was meant, told by the value's type; all types where none fits. */
function unionSentences(
  issue: Extract<Issue, { code: "invalid_union" }>,
  source: Source,
  schema: z.ZodType,
): readonly string[] {
  const isOfOtherType = (inner: Issue): boolean => inner.code === "invalid_type" && inner.path.length === 0;
  const meant = issue.errors.find((branch) => !branch.some(isOfOtherType));
  if (meant !== undefined) {
    return sentences(
      meant.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })),
      source,
      schema,
    );
  }
  const expected = issue.errors
    .flat()
    .flatMap((inner) => (inner.code === "invalid_type" ? [typeNames[inner.expected] ?? inner.expected] : []));
  const meaning = meaningAt(schema, issue.path, source.value);
  const allowed = `it must be ${choice([...new Set(expected)])}`;
  return [
    valueSentence(issue.path, source, allowed, { path: issue.path, ...(meaning === undefined ? {} : { meaning }) }),
  ];
}

/** One mistake: where, what is there, what is allowed; for what isn't there, the command that sets it. */
function valueSentence(
  path: readonly PropertyKey[],
  source: Source,
  allowed: string,
  missing: Missing = { path },
): string {
  const value = valueAt(source.value, path);
  const place = `${source.file}: ${path.join(".")}`;
  if (value !== undefined) return `${place} is ${quoteValue(value)}; ${allowed}.`;
  const meaning = missing.meaning === undefined ? "" : ` (${missing.meaning})`;
  return `${place} is missing${meaning}; ${allowed}: set it with ${setCommand(missing.path)}.`;
}

/** What is said of a setting that isn't there. */
interface Missing {
  /** What has to be set, where that is another path. */
  readonly path: readonly PropertyKey[];
  readonly meaning?: string;
}

/** One sentence per mistake: file, key, value, what is allowed, what to do. */
export function sentences(issues: readonly Issue[], source: Source, schema: z.ZodType): readonly string[] {
  return issues.flatMap((issue) => {
    const { path } = issue;
    const value = valueAt(source.value, path);
    if (issue.code === "unrecognized_keys") return unknownKeys(issue, source, schema);
    if (issue.code === "custom" && issue.message.endsWith(".")) return [`${source.file}: ${issue.message}`];
    if (issue.code === "invalid_union") {
      if (issue.errors.length > 0) return unionSentences(issue, source, schema);
      const kinds = discriminators(schema, path.slice(0, -1), valueAt(source.value, path.slice(0, -1)));
      return [valueSentence(path, source, oneOf(kinds, value))];
    }
    const meaning = meaningAt(schema, path, source.value);
    const missing = { path, ...(meaning === undefined ? {} : { meaning }) };
    if (issue.code === "invalid_type" && discriminators(schema, path, value).length > 0) {
      return [
        valueSentence(path, source, "it must be a map with the key kind", { ...missing, path: [...path, "kind"] }),
      ];
    }
    return [valueSentence(path, source, expectation(issue, value), missing)];
  });
}
