import { type FieldChange, isFields, showPath } from "./difference";
import type { Line } from "./page";

/** How much of a value a table shows. */
const longest = 120;

/** How many lines of a text that changed are shown. */
const mostLines = 40;

/** The beginning of a text, with its length where something is left out. */
function shortened(text: string, length: number = longest): string {
  if (text.length <= length) return text;
  // Half of a surrogate pair is no character.
  return `${text.slice(0, length).replace(/[\uD800-\uDBFF]$/, "")}… (${text.length} characters)`;
}

/** A value of JSON in one short line. */
export function showValue(value: unknown): string {
  if (typeof value === "string") return value === "" ? '""' : shortened(value.replaceAll("\n", "↵"));
  if (isFields(value)) {
    const only = Object.entries(value);
    // A container, a port or a rule is known by its name.
    const named = only.length > 3 && typeof value["name"] === "string" ? `${value["name"]}: ` : "";
    return shortened(named + JSON.stringify(value));
  }
  return shortened(JSON.stringify(value));
}

const isText = (value: unknown): value is string => typeof value === "string" && value.includes("\n");

/** Lines of a text that go and come, with one line around them; undefined for what is no text of lines. */
export function changedLines(change: FieldChange): readonly Line[] | undefined {
  if (change.kind !== "changed" || !isText(change.before) || !isText(change.after)) return undefined;
  const [base, head] = [change.before.split("\n"), change.after.split("\n")];
  let start = 0;
  while (start < base.length && start < head.length && base[start] === head[start]) start += 1;
  let end = 0;
  while (
    end < base.length - start &&
    end < head.length - start &&
    base[base.length - 1 - end] === head[head.length - 1 - end]
  )
    end += 1;
  const part = (sign: Line["sign"], lines: readonly string[]): readonly Line[] => [
    ...lines.slice(0, mostLines).map((text): Line => ({ sign, text: shortened(text, 200) })),
    ...(lines.length > mostLines ? [{ sign, text: `… ${lines.length - mostLines} lines more` } as const] : []),
  ];
  return [
    ...part(" ", base.slice(Math.max(0, start - 1), start)),
    ...part("-", base.slice(start, base.length - end)),
    ...part("+", head.slice(start, head.length - end)),
    ...part(" ", base.slice(base.length - end, base.length - end + 1)),
  ];
}

/** Where a change is, as a reader finds it; a resource that is another as a whole has no path. */
export function showPlace({ path }: FieldChange): string {
  return path.length === 0 ? "(everything)" : shortened(showPath(path), 160);
}
