import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { markdownTable, ratio } from "./markdown";
import { type Cost, median, medianRatio, type Pairs, run, runPairs } from "./measure";

/** Sizes of the application, and what its plan may cost against the bare registrations. */
const sizes = [
  { services: 5, goal: 1.5 },
  { services: 50, goal: 1.25 },
  { services: 500, goal: 1.25 },
] as const;

interface Size {
  readonly services: number;
  readonly goal: number;
  readonly resources: number;
  readonly pairs: Pairs;
}

function measure(services: number, goal: number, runs: number): Size {
  const directory = mkdtempSync(join(tmpdir(), "rootstock-bench-"));
  const file = join(directory, "resources.json");
  try {
    run(["bench/planned-sample.ts", String(services), file]);
    const resources = (JSON.parse(readFileSync(file, "utf8")) as readonly unknown[]).length;
    const pairs = runPairs(["bench/planned-sample.ts", String(services)], ["bench/raw-registrations.ts", file], runs);
    return { services, goal, resources, pairs };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function seconds(costs: readonly Cost[], figure: "cpu" | "wall"): string {
  return `${median(costs.map((cost) => cost[figure])).toFixed(2)} s`;
}

function row({ services, goal, resources, pairs }: Size): readonly string[] {
  const mebibytes = (costs: readonly Cost[]): string => `${median(costs.map(({ peak }) => peak)).toFixed(0)} MiB`;
  return [
    String(services),
    String(resources),
    seconds(pairs.ours, "cpu"),
    seconds(pairs.theirs, "cpu"),
    ratio(medianRatio(pairs, "cpu")),
    ratio(medianRatio(pairs, "wall")),
    ratio(goal),
    mebibytes(pairs.ours),
    mebibytes(pairs.theirs),
    ratio(medianRatio(pairs, "peak")),
  ];
}

/** Milliseconds of processor time that each further resource costs, between two sizes. */
function slope(from: Size, to: Size, side: keyof Pairs): string {
  const cpu = (size: Size): number => median(size.pairs[side].map((cost) => cost.cpu));
  return `${(((cpu(to) - cpu(from)) * 1000) / (to.resources - from.resources)).toFixed(2)} ms`;
}

/** The section of the results on what a plan costs. */
export function planCostSection(runs: number): readonly string[] {
  const measured = sizes.map(({ services, goal }) => measure(services, goal, runs));
  const growth = measured.slice(1).map((to, index) => {
    const from = measured[index] ?? to;
    return [
      `${String(from.services)} → ${String(to.services)} services`,
      slope(from, to, "ours"),
      slope(from, to, "theirs"),
    ];
  });
  return [
    "A whole plan of an application of typical web services on an existing cluster, with the platform under it: load, read",
    "the stack's file, run the program, add up the pods, print the report. Against it nothing but registering the same",
    "resources with the same inputs in the SDK under its plain mocks. Both are TypeScript run by tsx, each in a fresh",
    `process; median of ${String(runs)} pairs run in turn, ratios pair by pair.`,
    "",
    ...markdownTable(
      [
        "services",
        "resources",
        "plan, CPU",
        "SDK, CPU",
        "CPU ratio",
        "wall ratio",
        "goal",
        "plan, peak",
        "SDK, peak",
        "peak ratio",
      ],
      measured.map(row),
    ),
    "",
    "Growth is linear when each further resource costs the same:",
    "",
    ...markdownTable(["processor time of one more resource", "plan", "SDK"], growth),
  ];
}
