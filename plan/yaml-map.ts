import { basename } from "node:path";
import { type Document, isCollection, isScalar, LineCounter, parseDocument, visit, type YAMLMap } from "yaml";
import { UsageError } from "../components/errors";
import { shown } from "../stacks/config/plain-secrets";
import { readOrdinaryFile } from "../stacks/ordinary-file";

/** Settings by name, as YAML holds them. */
export type Settings = Readonly<Record<string, unknown>>;

/** Whether a value is a map. */
export function isMap(value: unknown): value is Settings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Largest file of a stack, in bytes; one of ours has a few thousand, most of them digests and encrypted secrets. */
const largestFile = 128 * 1024;

/** The deepest that any configuration nests. */
const deepest = 40;

/** The text of a file of sensible size: a device or a pipe may never end. */
function readText(file: string): string {
  try {
    return readOrdinaryFile(file, largestFile);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(shown(`${file} can't be read (${reason}); name a stack's file with --config.`));
  }
}

/** Errors of the YAML library that need other words. */
const ownWords: readonly (readonly [start: string, words: string])[] = [
  ["Source contains multiple documents", "it holds several documents, and must hold one"],
  ["Excessive alias count", "its aliases stand for more values than any configuration has"],
  ["Maximum call stack size exceeded", "it nests deeper than any configuration"],
  ["This should not happen", "an alias stands for something that holds it"],
];

/** What the YAML library says, without the excerpt of the file that follows: it might show a secret. */
function yamlProblem(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const known = ownWords.find(([start]) => message.startsWith(start));
  return known?.[1] ?? (message.split("\n")[0] ?? "").replace(/[.:]\s*$/, "");
}

/** Whether maps and lists nest deeper than `levels`; also where something holds itself. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((child) => isDeeper(child, levels - 1));
}

/** The first key of a map that is no text, or that it has already, with what is wrong. */
function wrongKey({ items }: YAMLMap): { readonly at: number; readonly wrong: string } | undefined {
  const seen = new Set<string>();
  for (const { key } of items) {
    if (!isScalar(key)) {
      return { at: (isCollection(key) ? key.range?.[0] : undefined) ?? 0, wrong: "Map keys must be texts" };
    }
    const name = String(key.value);
    if (seen.has(name)) return { at: key.range?.[0] ?? 0, wrong: "Map keys must be unique" };
    seen.add(name);
  }
  return undefined;
}

/** What is wrong with the keys of a document's maps; the library's own look takes the square of their number. */
function keyProblem(document: Document, lines: LineCounter): string | undefined {
  let problem: string | undefined;
  visit(document, {
    Map: (_, map) => {
      const found = wrongKey(map);
      if (found === undefined) return undefined;
      const { line, col } = lines.linePos(found.at);
      problem = `${found.wrong} at line ${String(line)}, column ${String(col)}`;
      return visit.BREAK;
    },
  });
  return problem;
}

function parsed(text: string): { readonly document?: Document; readonly problem?: string } {
  const lineCounter = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter, logLevel: "error", uniqueKeys: false });
    const [error] = document.errors;
    const problem = error === undefined ? keyProblem(document, lineCounter) : yamlProblem(error);
    return problem === undefined ? { document } : { problem };
  } catch (error) {
    return { problem: yamlProblem(error) };
  }
}

/** A YAML file that holds a map. @throws UsageError for a file that can't be read, or holds anything else. */
export function readYamlMap(file: string): Settings {
  const name = basename(file);
  const { document, problem } = parsed(readText(file));
  if (document === undefined)
    throw new UsageError(shown(`${name} is no valid YAML: ${problem ?? "it can't be read"}; mend it first.`));
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new UsageError(
      shown(`${name} can't be used: ${yamlProblem(error)}; write values out instead of using aliases.`),
    );
  }
  if (isDeeper(value, deepest))
    throw new UsageError(`${name} can't be used: it nests deeper than any configuration; write it flatter.`);
  if (isMap(value)) return value;
  const held = value === null || value === undefined ? "nothing" : Array.isArray(value) ? "a list" : "a text";
  throw new UsageError(
    `${name} holds ${held}; it must be a map with the key config, which holds the stack's settings.`,
  );
}
