import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemNames } from "../stacks/systems";
import { markdownTable } from "./markdown";
import { type Cost, execute, median, run, type Script } from "./measure";

/** `wall (CPU)` of a command, after one run that doesn't count. */
function warm(script: Script, runs: number): string {
  run(script);
  const costs: readonly Cost[] = Array.from({ length: runs }, () => run(script));
  const middle = (figure: "wall" | "cpu"): string => median(costs.map((cost) => cost[figure])).toFixed(1);
  return `${middle("wall")} s (${middle("cpu")})`;
}

/** How many resources a plan has, by what it writes. */
function resourcesIn(stack: readonly string[]): number {
  const plan = JSON.parse(execute(["cli/index.ts", "plan", ...stack, "--json"]).output) as {
    readonly resources: readonly unknown[];
  };
  return plan.resources.length;
}

/** The section of the results on `rootstock plan` and `rootstock review` of every system in production. */
export function systemCommandsSection(runs: number): readonly string[] {
  const directory = mkdtempSync(join(tmpdir(), "rootstock-bench-"));
  try {
    const rows = systemNames.map((system) => {
      const stack = ["--system", system, "--env", "prod"];
      const base = join(directory, system);
      execute(["cli/index.ts", "plan", ...stack, "--out", base]);
      const reviewed = join(directory, `${system}-review`);
      return [
        system,
        String(resourcesIn(stack)),
        warm(["cli/index.ts", "plan", ...stack], runs),
        warm(["cli/index.ts", "review", ...stack, "--base", base, "--out", reviewed], runs),
      ];
    });
    return [
      "Production of every system on its usual cluster, from start to end, and processor time in brackets; median of",
      `${String(runs)} after one that doesn't count. The review plans the checkout, compares it with an earlier plan, and writes Markdown,`,
      "HTML and JSON. Goal: under 5 s each on 2 idle cores.",
      "",
      ...markdownTable(["system", "resources", "plan", "review"], rows),
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
