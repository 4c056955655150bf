import { escapeMarkup } from "./escape-markup";
import { style } from "./html-style";
import type { Block, Figure, Inline, Line, Page, Section } from "./page";

function inline(parts: readonly Inline[]): string {
  return parts
    .map((part) => {
      if (typeof part === "string") return escapeMarkup(part);
      return "code" in part
        ? `<code>${escapeMarkup(part.code)}</code>`
        : `<strong>${escapeMarkup(part.strong)}</strong>`;
    })
    .join("");
}

const lineClasses: Readonly<Record<Line["sign"], string>> = { "+": "plus", "-": "minus", " ": "same" };

type Table = Extract<Block, { readonly kind: "table" }>;

function tableHtml({ head, rows }: Table): string {
  const pairs = head[1] === "before" && head[2] === "after";
  const lines = rows.map(({ cells, tone }) => {
    const columns = cells.map((cell, index) => {
      const word = head[index] === "" ? ' class="word"' : "";
      return `<td${word}>${inline(cell)}</td>`;
    });
    return `<tr class="tone-${tone}">${columns.join("")}</tr>`;
  });
  const titles = head.map(
    (title) => `<th scope="col">${title === "" ? "<span hidden>change</span>" : escapeMarkup(title)}</th>`,
  );
  return `<div class="scroll"><table${pairs ? ' class="pairs"' : ""}><thead><tr>${titles.join("")}</tr></thead><tbody>${lines.join("\n")}</tbody></table></div>`;
}

type Folds = Extract<Block, { readonly kind: "folds" }>;

function foldsHtml({ folds }: Folds): string {
  return folds
    .map(({ blocks, summary, tone }) => {
      if (blocks.length === 0) return `<div class="fold bare tone-${tone}">${inline(summary)}</div>`;
      // What is lost is read without a click.
      const open = tone === "loss" ? " open" : "";
      return `<details class="fold tone-${tone}"${open}><summary>${inline(summary)}</summary><div class="inner">${blocksHtml(blocks)}</div></details>`;
    })
    .join("\n");
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case "text":
      return `<p class="note tone-${block.tone}">${inline(block.text)}</p>`;
    case "list":
      return `<ul>${block.items.map((item) => `<li>${inline(item)}</li>`).join("\n")}</ul>`;
    case "table":
      return tableHtml(block);
    case "lines":
      return `<pre>${block.lines.map(({ sign, text }) => `<span class="${lineClasses[sign]}">${sign} ${escapeMarkup(text)}</span>`).join("")}</pre>`;
    case "folds":
      return foldsHtml(block);
    case "picture":
      return `<figure><div class="scroll" tabindex="0" role="group" aria-label="Picture, wider than narrow screens">${block.svg}</div><figcaption><i class="added">+ green</i> opens, <i class="removed">− red, dashed</i> closes, grey stays. The table below says the same.</figcaption></figure>`;
  }
}

function blocksHtml(blocks: readonly Block[]): string {
  return blocks.map(blockHtml).join("\n");
}

function sectionHtml({ blocks, id, open, title, tone }: Section): string {
  const heading = `<h2 id="${id}-title">${escapeMarkup(title)}</h2>`;
  const content = open
    ? `${heading}\n${blocksHtml(blocks)}`
    : `<details><summary>${heading}</summary>\n${blocksHtml(blocks)}</details>`;
  return `<section id="${id}" class="tone-${tone}" aria-labelledby="${id}-title">${content}</section>`;
}

function figureHtml({ label, tone, value }: Figure): string {
  const long = value.length > 7 ? ' class="long"' : "";
  return `<li class="tone-${tone}"><b${long}>${escapeMarkup(value)}</b><span>${escapeMarkup(label)}</span></li>`;
}

/** Nothing is loaded and nothing runs, whatever stands in a plan. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** A page as one HTML file that needs nothing else. */
export function html({ figures, notices, sections, summary, title, tone }: Page): string {
  const links = sections.map(
    (section) => `<li class="tone-${section.tone}"><a href="#${section.id}">${escapeMarkup(section.title)}</a></li>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeMarkup(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<p class="eyebrow">Rootstock review</p>
<h1>${escapeMarkup(title)}</h1>
<p class="verdict tone-${tone}">${inline(summary)}</p>
<ul class="figures" aria-label="The change in figures">
${figures.map(figureHtml).join("\n")}
</ul>
<nav aria-label="Sections"><ul>
${links.join("\n")}
</ul></nav>
</header>
<main>
${sections.map(sectionHtml).join("\n")}
</main>
<footer>
<p>What this review can't tell</p>
<ul>${notices.map((notice) => `<li>${escapeMarkup(notice)}</li>`).join("\n")}</ul>
</footer>
</body>
</html>
`;
}
