import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { criticalPathSection } from "./critical-path";
import { replaceSection } from "./markdown";
import { planCommandsSection } from "./plan-commands";
import { planCostSection } from "./plan-cost";
import { systemCommandsSection } from "./system-commands";

type Section = (runs: number) => readonly string[] | Promise<readonly string[]>;

/** What can be measured, by the name on the command line; in the order of the results. */
const sections = {
  cost: { heading: "What a plan costs", measure: planCostSection },
  commands: { heading: "Every plan of the Todo system", measure: planCommandsSection },
  systems: { heading: "Plans and reviews of all systems", measure: systemCommandsSection },
  path: { heading: "The critical path of a first up", measure: criticalPathSection },
} as const satisfies Record<string, { readonly heading: string; readonly measure: Section }>;

const names = Object.keys(sections) as (keyof typeof sections)[];
const results = join(__dirname, "results.md");

const title = `# Benchmarks

Written by \`npm run bench\`; each section says when and where it was measured. Machines differ and are shared: trust the
ratios, whose halves were measured in turn.
`;

/** When, where and by which command a section was measured. */
function circumstances(name: string, runs: number): string {
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB`;
  const machine = `${cpus()[0]?.model ?? "unknown processor"}, ${String(availableParallelism())} cores, ${memory}, ${process.platform}`;
  const [load = 0] = loadavg();
  const busy = `load average ${load.toFixed(1)} at the end`;
  const when = new Date().toISOString().slice(0, 10);
  return `_${when}, Node ${process.version}, ${machine}, ${busy}: \`npm run bench -- --only ${name} --runs ${String(runs)}\`_`;
}

async function main({ only, runs }: { readonly only?: keyof typeof sections; readonly runs: number }): Promise<void> {
  for (const name of only === undefined ? names : [only]) {
    const { heading, measure } = sections[name];
    const lines = await (measure as Section)(runs);
    const text = existsSync(results) ? readFileSync(results, "utf8") : title;
    writeFileSync(results, replaceSection(text, heading, [circumstances(name, runs), "", ...lines]));
    console.log(lines.join("\n"));
  }
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("it must be a whole number from 1 on.");
  return value;
}

new Command("bench")
  .description("Measures plans, computes the critical path of a first up, and writes bench/results.md.")
  .addOption(new Option("--only <section>", "one section instead of all").choices(names))
  .option("--runs <number>", "counted runs, or pairs of runs, of each", positive, 5)
  .action(main)
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
