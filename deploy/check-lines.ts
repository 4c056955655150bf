/** How a thing stands: fine, wrong, worth a look, or not looked at. */
export type Mark = "fine" | "wrong" | "advice" | "skipped";

/** What was looked at, in one line. */
export interface CheckLine {
  readonly group: "Configuration" | "Tools" | "Credentials" | "Secrets" | "Cluster";
  readonly mark: Mark;
  readonly what: string;
  /** How it stands, in words. */
  readonly state: string;
  /** The command that mends it. */
  readonly fix?: string;
}

const signs: Readonly<Record<Mark, string>> = { fine: "✔", wrong: "✘", advice: "!", skipped: "-" };

/** Whether a deployment can begin. */
export function passes(lines: readonly CheckLine[]): boolean {
  return lines.every(({ mark }) => mark !== "wrong");
}

function conclusion(stack: string, lines: readonly CheckLine[]): string {
  const wrong = lines.filter(({ mark }) => mark === "wrong").length;
  if (wrong === 0) return `Stack ${stack} can be deployed from this machine.`;
  return `Stack ${stack} can't be deployed from this machine: ${wrong === 1 ? "1 thing is" : `${String(wrong)} things are`} wrong.`;
}

/** What was found, as a table for people: a mark and a line for each thing, and below it what mends it. */
export function checkTable(stack: string, lines: readonly CheckLine[]): string {
  const width = Math.max(...lines.map(({ what }) => Math.min(what.length, 50)), 0);
  const groups = [...new Set(lines.map(({ group }) => group))];
  const parts = groups.map((group) => {
    const rows = lines
      .filter((line) => line.group === group)
      .flatMap(({ fix, mark, state, what }) => [
        `  ${signs[mark]} ${what.padEnd(width)}  ${state}`.trimEnd(),
        ...(fix === undefined || mark === "fine" ? [] : [`      ${fix}`]),
      ]);
    return [group, ...rows].join("\n");
  });
  return [...parts, conclusion(stack, lines)].join("\n\n");
}
