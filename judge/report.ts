import { table } from "../plan/table";
import type { Exemption } from "./contract";
import type { Judgement } from "./exempt";
import { type Judged, tally, title } from "./tally";

/** A run of the judges. */
export interface JudgeRun {
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** Version by judge. */
  readonly versions: Readonly<Record<string, string>>;
  readonly own: readonly Judged[];
  /** What others make of the same application; nothing of it is exempted, and nothing of it fails the run. */
  readonly neighbours?: Judged;
  readonly judgement: Judgement;
  /** What the neighbours are found wanting in. */
  readonly neighbourFindings: Pick<Judgement, "standing" | "exempted">;
}

function exemptionLines(all: readonly Exemption[], used: Judgement): readonly string[] {
  const covers = (exemption: Exemption): string => {
    if (used.expired.includes(exemption)) return "expired";
    return used.unused.includes(exemption) ? "needed by nothing; take it out" : `until ${exemption.expires}`;
  };
  return all.map((exemption) => `${exemption.judge} ${exemption.check}, ${covers(exemption)}: ${exemption.reason}`);
}

function tables({ own, neighbours, judgement, neighbourFindings }: JudgeRun): readonly (readonly string[])[] {
  const { header, rows } = tally(own, judgement);
  if (neighbours === undefined) return [header, ...rows];
  const others = tally([neighbours], neighbourFindings);
  // The neighbours are judged by some of the same judges.
  const place = (cells: readonly string[]): readonly string[] =>
    header.map((heading) => cells[others.header.indexOf(heading)] ?? "–");
  return [header, ...rows, ...others.rows.map(place)];
}

/** The run as a person reads it in a terminal. */
export function textReport(run: JudgeRun, exemptions: readonly Exemption[]): readonly string[] {
  const { standing } = run.judgement;
  const mended = standing.map(({ judge, check, subject, message, place }) => [
    judge,
    check,
    title(place),
    subject,
    message,
  ]);
  return [
    "Findings (and those that an exemption is for)",
    ...table(tables(run)),
    ...(mended.length === 0 ? [] : ["", "To be mended", ...table(mended)]),
    "",
    "Exemptions",
    ...exemptionLines(exemptions, run.judgement).map((line) => `  ${line}`),
  ];
}

/** The run as a page. */
export function markdownReport(run: JudgeRun, exemptions: readonly Exemption[]): string {
  const [header = [], ...rows] = tables(run);
  const versions = Object.entries(run.versions).map(([judge, version]) => `${judge} ${version}`);
  return [
    "# Judgement",
    "",
    `_${run.date}, by \`npm run judge -- --out docs/judgement.md\`: ${versions.join("; ")}._`,
    "",
    "What independent scanners find in the plan of every system in every environment, with defaults and with images by",
    "digest (stand-ins for what `npm run pin` records); in the repository; and, beneath, in what Rootstock and its",
    "neighbours make of one application of five web services behind one host, from image, port and route alone. Findings",
    "that an exemption is for stand in brackets.",
    "",
    `| ${header.join(" | ")} |`,
    `| ${header.map((_, column) => (column === 0 ? "---" : "--:")).join(" | ")} |`,
    ...rows.map((cells) => `| ${cells.join(" | ")} |`),
    "",
    "## Exemptions",
    "",
    "From [`judge/exemptions.ts`](../judge/exemptions.ts); each has a last day, after which the run fails.",
    "",
    ...exemptionLines(exemptions, run.judgement).map((line) => `- ${line}`),
    "",
  ].join("\n");
}
