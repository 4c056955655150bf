import { type Document, isMap, isScalar, type Pair, parseDocument, type Scalar, visit, type YAMLMap } from "yaml";
import { UsageError } from "../components/errors";
import { projectName } from "../stacks/config/raw";

/** A setting as a stack's file holds it: a text, or texts by name. */
export type SettingValue = string | Readonly<Record<string, string>>;

type Settings = Readonly<Record<string, SettingValue>>;

const rendering = { lineWidth: 0 } as const;

function keyText({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : "";
}

/** The pair of a setting, whether its key has the project's name before it or not. */
function pairOf(config: YAMLMap, name: string): Pair | undefined {
  const named = (key: string): Pair | undefined => config.items.find((pair) => keyText(pair) === key);
  return named(`${projectName}:${name}`) ?? named(name);
}

/** Puts a text into a place of the document; a scalar that is there keeps its comments. */
function setText(pair: Pair, text: string, document: Document): void {
  if (isScalar(pair.value)) pair.value.value = text;
  else pair.value = document.createNode(text);
}

/** Makes a map hold these texts and nothing else; what stays keeps its place and its comments. */
function setMap(map: YAMLMap, texts: Readonly<Record<string, string>>, document: Document): void {
  map.items = map.items.filter((pair) => Object.hasOwn(texts, keyText(pair)));
  for (const [key, text] of Object.entries(texts)) {
    const pair = map.items.find((candidate) => keyText(candidate) === key);
    if (pair === undefined) map.items.push(document.createPair(key, text));
    else setText(pair, text, document);
  }
  // A block that has lost its last line would be nothing at all.
  if (map.items.length === 0) map.flow = true;
}

function setValue(pair: Pair, value: SettingValue, document: Document): void {
  if (typeof value === "string") setText(pair, value, document);
  else if (isMap(pair.value)) setMap(pair.value, value, document);
  else {
    const comment = isScalar(pair.value) ? pair.value.comment : undefined;
    const map = document.createNode(value) as YAMLMap;
    if (comment !== undefined && comment !== null) map.commentBefore = comment;
    pair.value = map;
  }
}

/** Lines of a text without the indentation that they have in common with the first. */
function indentationOf(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^ */.exec(text.slice(start, offset))?.[0] ?? "";
}

/** A part of a text that becomes another. */
interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The lines of one setting, rendered again; undefined where they can't be taken by themselves. */
function replacement(text: string, pair: Pair, value: SettingValue): Replacement | undefined {
  const key = pair.key as Scalar;
  const end = (pair.value as { readonly range?: readonly number[] | null } | null)?.range?.[2];
  if (key.range === undefined || key.range === null || end === undefined) return undefined;
  const [at] = key.range;
  const indentation = indentationOf(text, at);
  const from = at - indentation.length;
  if (from > 0 && text[from - 1] !== "\n") return undefined;
  const part = parseDocument(text.slice(from, end));
  if (part.errors.length > 0 || !isMap(part.contents) || part.contents.items.length !== 1) return undefined;
  const [own] = part.contents.items;
  if (own === undefined) return undefined;
  setValue(own, value, part);
  return { from, to: end, text: indented(part.toString(rendering), indentation) };
}

function indented(text: string, indentation: string): string {
  return text.replaceAll(/^(?=.)/gm, indentation);
}

/** Where a setting that the file lacks is put: after the last of the settings written with it, or at the end. */
function insertion(text: string, config: YAMLMap, after: readonly string[], name: string, value: SettingValue) {
  const [first] = config.items;
  const last =
    after.map((other) => pairOf(config, other)).findLast((pair) => pair !== undefined) ?? config.items.at(-1);
  const at = (first?.key as Scalar | undefined)?.range?.[0];
  const end = (last?.value as { readonly range?: readonly number[] | null } | null | undefined)?.range?.[2];
  if (at === undefined || end === undefined) return undefined;
  const own = parseDocument("{}");
  own.contents = own.createNode({ [`${projectName}:${name}`]: value }) as never;
  const lines = indented(own.toString(rendering), indentationOf(text, at));
  return { from: end, to: end, text: text.slice(0, end).endsWith("\n") ? lines : `\n${lines}` };
}

function isEmpty(value: SettingValue): boolean {
  return typeof value !== "string" && Object.keys(value).length === 0;
}

/** The whole document rendered again: where a file is written in a way in which settings have no lines of their own. */
function renderedWhole(document: Document, config: YAMLMap, settings: Settings): string {
  for (const [name, value] of Object.entries(settings)) {
    const pair = pairOf(config, name);
    if (pair !== undefined) setValue(pair, value, document);
    else if (!isEmpty(value)) config.items.push(document.createPair(`${projectName}:${name}`, value));
  }
  return document.toString(rendering);
}

/**
 * The settings of a stack's file, as its document has them.
 *
 * @throws UsageError for a text that is no YAML, or uses aliases
 */
export function openedConfig(document: Document): YAMLMap {
  if (document.errors.length > 0)
    throw new UsageError("The stack's file is no valid YAML, and can't be written; mend it first.");
  const aliases: unknown[] = [];
  visit(document, { Alias: (_, node) => void aliases.push(node) });
  if (aliases.length > 0)
    throw new UsageError(
      "The stack's file uses aliases (*name), and settings can't be written without changing others; write the values out.",
    );
  const config = document.get("config");
  if (isMap(config)) return config;
  const before: unknown = document.get("config", true);
  const made = document.createNode({}) as YAMLMap;
  // Comments behind nothing are that nothing's.
  if (isScalar(before) && typeof before.comment === "string") made.comment = before.comment;
  document.set("config", made);
  return made;
}

/**
 * The text of a stack's file with these settings; all other lines stay as they are, with their order, comments and
 * encrypted texts, and so do the comments of what stays of the settings. An empty map isn't added to a file that lacks
 * the setting.
 *
 * @param settings by short key, such as imageTag
 * @throws UsageError for a text that is no YAML, or uses aliases
 */
export function withSettings(text: string, settings: Settings): string {
  const document = parseDocument(text, { logLevel: "error" });
  const config = openedConfig(document);
  const names = Object.keys(settings);
  const changes = Object.entries(settings).flatMap(([name, value]): readonly (Replacement | undefined)[] => {
    const pair = pairOf(config, name);
    if (pair !== undefined) return [replacement(text, pair, value)];
    return isEmpty(value) ? [] : [insertion(text, config, names, name, value)];
  });
  if (config.flow === true || text.includes("\r") || changes.some((change) => change === undefined))
    return renderedWhole(document, config, settings);
  // Backwards, so that a place stays what it is while later ones change; of two at one place the first comes first.
  return changes
    .filter((change) => change !== undefined)
    .map((change, index) => ({ ...change, index }))
    .sort((a, b) => b.from - a.from || b.to - a.to || b.index - a.index)
    .reduce((done, { from, to, text: own }) => done.slice(0, from) + own + done.slice(to), text);
}
