import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseDocument } from "yaml";
import { UsageError } from "../components/errors";
import { nearest } from "../components/nearest";
import { projectName } from "../stacks/config/raw";

/** Settings by name, as YAML holds them. */
export type Settings = Readonly<Record<string, unknown>>;

/** What Pulumi itself keeps in a stack's file. */
const stackKeys = ["config", "secretsprovider", "encryptedkey", "encryptionsalt", "environment"] as const;

/** Whether a value is a map. */
export function isMap(value: unknown): value is Settings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(
      `${file} can't be read (${error instanceof Error ? error.message : String(error)}); name a stack's file with --config.`,
    );
  }
}

/** Errors of the YAML library that need other words. */
const ownWords: readonly (readonly [start: string, words: string])[] = [
  ["Source contains multiple documents", "it holds several documents, and must hold one"],
  ["Excessive alias count", "its aliases stand for more values than any configuration has"],
];

/** What the YAML library says, without the excerpt of the file that follows: it might show a secret. */
function yamlProblem(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const known = ownWords.find(([start]) => message.startsWith(start));
  return known?.[1] ?? (message.split("\n")[0] ?? "").replace(/[.:]\s*$/, "");
}

/** A YAML file that holds a map. @throws UsageError for a file that can't be read, or holds anything else. */
function readYamlMap(file: string): Settings {
  const name = basename(file);
  const document = parseDocument(readText(file), { uniqueKeys: true });
  const [problem] = document.errors;
  if (problem !== undefined) throw new UsageError(`${name} is no valid YAML: ${yamlProblem(problem)}; mend it first.`);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new UsageError(`${name} can't be used: ${yamlProblem(error)}; write values out instead of using aliases.`);
  }
  if (isMap(value)) return value;
  const held = value === null || value === undefined ? "nothing" : Array.isArray(value) ? "a list" : "a text";
  throw new UsageError(
    `${name} holds ${held}; it must be a map with the key config, which holds the stack's settings.`,
  );
}

/** The project's settings in a stack's file, by short key; keys of other namespaces are Pulumi's business. */
export function stackSettings(file: string): Settings {
  const name = basename(file);
  const content = readYamlMap(file);
  const known: readonly string[] = stackKeys;
  const unknown = Object.keys(content).filter((key) => !known.includes(key));
  if (unknown.length > 0) {
    const sentences = unknown.map((key) => {
      const close = nearest(key, known);
      const advice = close === undefined ? "settings belong under config" : `rename it to ${close}`;
      return `${name}: ${key} is no key of a stack's file; ${advice} (allowed here: ${known.join(", ")}).`;
    });
    throw new UsageError(sentences.join("\n"));
  }
  const config = content["config"] ?? {};
  if (!isMap(config))
    throw new UsageError(`${name}: config is no map of settings; write each as rootstock:<setting>: <value>.`);
  return Object.fromEntries(
    Object.entries(config).flatMap(([key, value]) => {
      if (!key.includes(":")) return [[key, value]];
      return key.startsWith(`${projectName}:`) ? [[key.slice(projectName.length + 1), value]] : [];
    }),
  );
}

/** Defaults that a Pulumi.yaml declares for the project's keys. */
export function projectDefaults(file: string): Settings {
  const declared = readYamlMap(file)["config"];
  return Object.fromEntries(
    Object.entries(isMap(declared) ? declared : {}).flatMap(([key, entry]) =>
      isMap(entry) && entry["default"] !== undefined ? [[key.replace(`${projectName}:`, ""), entry["default"]]] : [],
    ),
  );
}

/** Whether a value is encrypted, or holds something that is. */
export function isEncrypted(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "secure" in value || Object.values(value).some(isEncrypted);
}
