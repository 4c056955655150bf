/** The look of the page: light and dark by the reader's system, and black on white on paper. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #f6f7f9; --card: #ffffff; --ink: #1b2330; --soft: #5a6675; --line: #dde2e9; --code: #f1f3f6;
  --loss: #b3151d; --loss-back: #fdecec; --outage: #9a5200; --outage-back: #fdf2e1;
  --added: #14713a; --added-back: #e6f5ec; --changed: #1f5fae; --changed-back: #e8f1fb;
  --removed: #79314a; --removed-back: #f7eaf0; --plain: #5a6675; --plain-back: #eef1f4;
  --shadow: 0 1px 2px rgb(20 30 50 / 8%), 0 4px 14px rgb(20 30 50 / 5%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #10141b; --card: #181e27; --ink: #e5eaf1; --soft: #9ba8b8; --line: #2b3442; --code: #222a36;
    --loss: #ff8b8b; --loss-back: #3d1519; --outage: #ffbf69; --outage-back: #38270f;
    --added: #74d69b; --added-back: #12311f; --changed: #8fbfff; --changed-back: #162b46;
    --removed: #f0a3bd; --removed-back: #371a26; --plain: #9ba8b8; --plain-back: #232b37; --shadow: none;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
}
main, header, footer { max-width: 1080px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 34px; }
.eyebrow { margin: 0; color: var(--soft); font-size: 12.5px; letter-spacing: .08em; text-transform: uppercase; }
h1 { margin: 2px 0 14px; font-size: 27px; line-height: 1.25; letter-spacing: -.01em; overflow-wrap: anywhere; }
h2 { margin: 0; font-size: 17px; line-height: 1.4; }
p { margin: 8px 0; }
code {
  padding: 1px 5px; border-radius: 5px; background: var(--code); overflow-wrap: anywhere;
  font: 12.8px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; unicode-bidi: isolate;
  -webkit-box-decoration-break: clone; box-decoration-break: clone;
}
.tone-loss { --tone: var(--loss); --back: var(--loss-back); }
.tone-outage { --tone: var(--outage); --back: var(--outage-back); }
.tone-added { --tone: var(--added); --back: var(--added-back); }
.tone-changed { --tone: var(--changed); --back: var(--changed-back); }
.tone-removed { --tone: var(--removed); --back: var(--removed-back); }
.tone-plain { --tone: var(--plain); --back: var(--plain-back); }
.verdict {
  padding: 12px 18px; border: 1px solid var(--tone); border-left-width: 6px; border-radius: 10px;
  background: var(--back); font-size: 16px;
}
.verdict strong { color: var(--tone); }
.verdict code { background: var(--card); }
.figures { display: flex; flex-wrap: wrap; gap: 10px; margin: 16px 0 4px; padding: 0; list-style: none; }
.figures li {
  flex: 1 1 104px; padding: 10px 14px; border: 1px solid var(--line); border-radius: 10px; background: var(--card);
  box-shadow: var(--shadow);
}
.figures b { display: block; color: var(--tone); font-size: 22px; line-height: 1.2; font-variant-numeric: tabular-nums; }
.figures b.long { font-size: 16px; line-height: 26px; white-space: nowrap; }
.figures span { color: var(--soft); font-size: 13px; }
nav ul { display: flex; flex-wrap: wrap; gap: 6px; margin: 16px 0 22px; padding: 0; list-style: none; }
nav a {
  display: block; padding: 3px 11px; border-radius: 99px; background: var(--back); color: var(--tone);
  font-size: 13px; text-decoration: none;
}
nav a:hover { text-decoration: underline; }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--changed); outline-offset: 2px; border-radius: 6px; }
section {
  margin: 0 0 16px; padding: 15px 20px; border: 1px solid var(--line); border-radius: 12px; background: var(--card);
  box-shadow: var(--shadow); scroll-margin-top: 12px;
}
section.tone-loss { border: 2px solid var(--loss); }
section > h2, section > details > summary > h2 { display: inline-block; }
section > h2::before, section > details > summary > h2::before {
  content: ""; display: inline-block; width: 9px; height: 9px; margin-right: 9px; border-radius: 50%; background: var(--tone);
}
section.tone-loss > h2 { color: var(--loss); }
summary { cursor: pointer; }
section > details > summary { list-style-position: inside; }
section > details > summary > h2 { margin-left: 4px; }
.fold { margin: 8px 0; border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: 8px; }
.fold > summary, .fold.bare { padding: 7px 12px; }
.fold > summary:hover { background: var(--back); }
.fold strong { color: var(--tone); }
.fold > .inner { padding: 2px 14px 10px; }
.scroll { overflow-x: auto; }
table { width: 100%; margin: 10px 0 4px; border-collapse: collapse; font-size: 13.5px; }
th { padding: 4px 10px 4px 0; color: var(--soft); font-weight: 600; text-align: left; border-bottom: 1px solid var(--line); }
td { padding: 5px 10px 5px 0; vertical-align: top; border-bottom: 1px solid var(--line); }
tr:last-child td { border-bottom: 0; }
td:first-child { min-width: 150px; }
tr.tone-added td:last-child code, tr.tone-changed td:last-child code { background: var(--added-back); }
table.pairs tr td:nth-child(2) code { background: var(--removed-back); }
table.pairs tr td:nth-child(3) code { background: var(--added-back); }
table.pairs tr.tone-plain td code { background: var(--code); }
td.word { color: var(--tone); font-weight: 600; white-space: nowrap; min-width: 0; }
.note { color: var(--tone); }
p.tone-plain { color: var(--soft); }
pre {
  margin: 6px 0; padding: 8px 0; overflow-x: auto; border-radius: 8px; background: var(--code);
  font: 12.5px/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
}
pre span { display: block; min-width: max-content; padding: 0 12px; white-space: pre; unicode-bidi: isolate; }
pre .plus { background: var(--added-back); color: var(--added); }
pre .minus { background: var(--removed-back); color: var(--removed); }
figure { margin: 12px 0; }
svg.flows { display: block; max-width: 100%; height: auto; margin: 0 auto; }
@media screen and (max-width: 720px) {
  main, header, footer { padding-left: 12px; padding-right: 12px; }
  section { padding-left: 14px; padding-right: 14px; }
  svg.flows { max-width: none; }
}
figcaption { margin-top: 6px; color: var(--soft); font-size: 13px; }
figcaption i { font-style: normal; font-weight: 600; }
figcaption .added { color: var(--added); } figcaption .removed { color: var(--loss); }
.flow path { fill: none; stroke: var(--line); stroke-width: 1.4; }
.flow.kept path { stroke: var(--soft); stroke-opacity: .45; }
.flow.added path { stroke: var(--added); stroke-width: 2.6; }
.flow.removed path { stroke: var(--loss); stroke-width: 2.2; stroke-dasharray: 6 4; }
.flow text {
  fill: var(--soft); font-size: 11.5px; text-anchor: middle; paint-order: stroke; stroke: var(--card);
  stroke-width: 4px; stroke-linejoin: round;
}
.flow.added text { fill: var(--added); font-weight: 700; font-size: 12.5px; }
.flow.removed text { fill: var(--loss); font-weight: 700; font-size: 12.5px; }
.arrow.kept path { fill: var(--soft); } .arrow.added path { fill: var(--added); } .arrow.removed path { fill: var(--loss); }
.node rect { fill: var(--card); stroke: var(--soft); stroke-width: 1.2; }
.node.added rect { stroke: var(--added); stroke-width: 2.2; fill: var(--added-back); }
.node.removed rect { stroke: var(--loss); stroke-width: 2; stroke-dasharray: 5 3; fill: var(--loss-back); }
.node text { fill: var(--ink); font-size: 13px; font-weight: 600; text-anchor: middle; }
.node text.namespace { fill: var(--soft); font-size: 10.5px; font-weight: 400; }
footer { padding-bottom: 40px; color: var(--soft); font-size: 13.5px; }
footer ul { padding-left: 18px; }
@media print {
  :root {
    --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --shadow: none;
    --loss: #a00; --loss-back: #fee; --outage: #840; --outage-back: #fff4e0; --added: #060; --added-back: #efe;
    --changed: #036; --changed-back: #eef; --removed: #624; --removed-back: #fef0f4; --plain: #444; --plain-back: #eee;
    --code: #f4f4f4;
  }
  body { font-size: 11pt; }
  nav { display: none; }
  details::details-content { content-visibility: visible; height: auto; }
  section, .fold, tr, figure { break-inside: avoid-page; }
}
`;
