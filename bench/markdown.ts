/** A table of Markdown, its columns aligned; those of numbers to the right. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const numeric = header.map(
    (_, column) => rows.length > 0 && rows.every((row) => /^[\d:.]+( ?[×sM].*)?$/.test(row[column] ?? "")),
  );
  const widths = header.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${header.map((_, column) => pad(cells[column] ?? "", widths[column] ?? 0, numeric[column] === true)).join(" | ")} |`;
  const rule = widths.map((width, column) =>
    numeric[column] === true ? `${"-".repeat(width - 1)}:` : "-".repeat(width),
  );
  return [line(header), line(rule), ...rows.map(line)];
}

function pad(cell: string, width: number, right: boolean): string {
  return right ? cell.padStart(width) : cell.padEnd(width);
}

/** A ratio as people read it. */
export function ratio(value: number): string {
  return `${value.toFixed(2)}×`;
}

/** A text with one section, from its heading to the next of the same level, replaced or, where it is missing, added. */
export function replaceSection(text: string, heading: string, lines: readonly string[]): string {
  const sections = text.split(/^(?=## )/m);
  const section = `## ${heading}\n\n${lines.join("\n").trimEnd()}\n`;
  const index = sections.findIndex((part) => part.startsWith(`## ${heading}\n`));
  const replaced = index === -1 ? [...sections, section] : sections.with(index, section);
  return `${replaced
    .map((part) => part.trimEnd())
    .filter((part) => part !== "")
    .join("\n\n")}\n`;
}
