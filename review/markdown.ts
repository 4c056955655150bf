import type { Block, Inline, Line, Page, Section, Tone } from "./page";

/** GitHub refuses a comment of more than 65536 characters; some are left to whoever posts it, for a mark of his own. */
export const longestComment = 65_400;

/** How much of lists and folds is written; the rest is counted. */
interface Detail {
  readonly items: number;
  readonly folds: number;
}

/** From everything to next to nothing: the first that fits is taken. */
const details: readonly Detail[] = [
  { items: 400, folds: 400 },
  { items: 60, folds: 200 },
  { items: 30, folds: 100 },
  { items: 12, folds: 40 },
  { items: 6, folds: 15 },
  { items: 3, folds: 5 },
  { items: 1, folds: 1 },
];

const marks: Readonly<Record<Tone, string>> = {
  loss: "🔴",
  outage: "🟠",
  added: "🟢",
  changed: "🔵",
  removed: "⚫",
  plain: "⚪",
};

/** A code span that holds any text: nothing in it is markup, a mention or the end of a table's cell. */
function codeSpan(text: string): string {
  const line = text.replaceAll(/[\r\n]+/g, "↵").replaceAll("|", "\\|");
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  const padded = line === "" || line.startsWith("`") || line.endsWith("`") || line.trim() !== line;
  return padded ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

/** Text of which nothing is markup or a mention. */
function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\\`*_[\]<>&#@|~$]/g, (character) => `&#${String(character.codePointAt(0))};`);
}

function inline(parts: readonly Inline[]): string {
  return parts
    .map((part) => {
      if (typeof part === "string") return plain(part);
      return "code" in part ? codeSpan(part.code) : `**${plain(part.strong).trim()}**`;
    })
    .join("");
}

/** HTML of a summary, where GitHub reads no Markdown. */
function summaryHtml(parts: readonly Inline[]): string {
  return parts
    .map((part) => {
      if (typeof part === "string") return plain(part);
      return "code" in part ? `<code>${plain(part.code)}</code>` : `<strong>${plain(part.strong)}</strong>`;
    })
    .join("");
}

function left(count: number, noun: string): readonly string[] {
  return count <= 0 ? [] : ["", `… and ${count} more ${noun}, which the page shows.`];
}

function fenced(lines: readonly Line[]): readonly string[] {
  const text = lines.map((line) => `${line.sign}${line.text}`);
  const longest = Math.max(2, ...text.flatMap((line) => (line.match(/`+/g) ?? []).map(({ length }) => length)));
  const fence = "`".repeat(longest + 1);
  return [`${fence}diff`, ...text, fence];
}

function foldLines(summary: string, inner: readonly string[]): readonly string[] {
  return ["<details>", `<summary>${summary}</summary>`, "", ...inner, "", "</details>"];
}

function blockLines(block: Block, detail: Detail): readonly string[] {
  switch (block.kind) {
    case "text":
      return [inline(block.text)];
    case "list":
      return [
        ...block.items.slice(0, detail.items).map((item) => `- ${inline(item)}`),
        ...left(block.items.length - detail.items, block.noun),
      ];
    case "table":
      return [
        `| ${block.head.join(" | ")} |`,
        `|${block.head.map(() => "---").join("|")}|`,
        ...block.rows.slice(0, detail.items).map(({ cells }) => `| ${cells.map(inline).join(" | ")} |`),
        ...left(block.rows.length - detail.items, block.noun),
      ];
    case "lines":
      return fenced(block.lines.slice(0, detail.items));
    case "folds":
      return [
        ...block.folds.slice(0, detail.folds).flatMap(({ blocks, summary, tone }) => {
          const title = `${marks[tone]} ${summaryHtml(summary)}`;
          const inner = blocksLines(blocks, detail);
          return inner.length === 0 ? [`${marks[tone]} ${inline(summary)}`, ""] : [...foldLines(title, inner), ""];
        }),
        ...left(block.folds.length - detail.folds, block.noun),
      ];
    case "picture":
      return [];
  }
}

function blocksLines(blocks: readonly Block[], detail: Detail): readonly string[] {
  return blocks
    .map((block) => blockLines(block, detail))
    .filter(({ length }) => length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

function sectionLines({ blocks, open, title, tone }: Section, detail: Detail): readonly string[] {
  const inner = blocksLines(blocks, detail);
  if (open) return [`### ${marks[tone]} ${title}`, "", ...inner, ""];
  return [...foldLines(`${marks[tone]} <strong>${title}</strong>`, inner), ""];
}

function pageText({ figures, notices, sections, summary, title, tone }: Page, detail: Detail): string {
  const figureLine = figures.map(({ label, value }) => `**${plain(value)}** ${label}`).join(" · ");
  return [
    // The comment of an earlier push is found by its first line, and edited.
    "<!-- rootstock review -->",
    `## ${marks[tone]} ${inline([{ code: title }])}`,
    "",
    inline(summary),
    "",
    ...(figureLine === "" ? [] : [figureLine, ""]),
    ...sections.flatMap((section) => sectionLines(section, detail)),
    ...foldLines(
      "What this review can't tell",
      notices.map((notice) => `- ${plain(notice)}`),
    ),
    "",
  ].join("\n");
}

/** A page as Markdown for a pull request's comment, as much of it as GitHub takes. */
export function markdown(page: Page): string {
  const texts = details.map((detail) => pageText(page, detail));
  return (
    texts.find((text) => Buffer.byteLength(text) <= longestComment) ?? texts.at(-1)?.slice(0, longestComment / 4) ?? ""
  );
}
