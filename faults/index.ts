import { Command } from "commander";
import { UsageError } from "../components/errors";
import { runCommand } from "../plan/command";
import { campaign, type Run } from "./campaign";
import { type DisturbanceName, disturbances } from "./disturbances";

function wholeNumber(option: string): (text: string) => number {
  return (text) => {
    if (/^\d{1,9}$/.test(text)) return Number(text);
    throw new UsageError(`${option} is "${text}"; write a whole number of at most nine digits.`);
  };
}

function disturbanceNames(text: string, before: readonly DisturbanceName[] = []): readonly DisturbanceName[] {
  if (text in disturbances) return [...before, text as DisturbanceName];
  throw new UsageError(`--only is "${text}"; allowed: ${Object.keys(disturbances).join("; ")}.`);
}

const column = (text: string, width: number): string => text.padEnd(width);

function tell({ converged, disturbance, faults, findings, fromNothing, said, survived }: Run): void {
  const how = survived ? "ended well" : `failed: ${said.replaceAll(/\s+/g, " ").slice(0, 160)}`;
  console.log(
    `${column(disturbance, 26)}${column(fromNothing ? "from nothing" : "on top", 14)}${column(`${String(faults)} faults`, 12)}` +
      `${column(converged ? "converged" : "DID NOT CONVERGE", 18)}${how}`,
  );
  for (const finding of findings) console.log(`    ${finding}`);
}

function summary(runs: readonly Run[]): string {
  const count = (which: (run: Run) => boolean): string => String(runs.filter(which).length);
  const faults = runs.reduce((sum, run) => sum + run.faults, 0);
  return (
    `${String(runs.length)} runs, ${String(faults)} faults injected; ${count(({ survived }) => survived)} ended well all the same, ` +
    `${count(({ converged }) => converged)} converged, ${count(({ findings }) => findings.length > 0)} with findings`
  );
}

const command = new Command("faults")
  .description("Disturbs rehearsals, and checks that the next run makes up for it: nothing lost, nothing doubled.")
  .option("--seed <number>", "what the faults follow from", wholeNumber("--seed"), 1)
  .option("--runs <number>", "how many rehearsals are disturbed", wholeNumber("--runs"), 14)
  .option("--only <name>", "one kind of disturbance; may be given again", disturbanceNames)
  .allowExcessArguments(false)
  .action(async ({ only, runs, seed }: { only?: readonly DisturbanceName[]; runs: number; seed: number }) => {
    const done = await campaign({
      name: `faults-${String(process.pid)}`,
      seed,
      runs,
      onRun: tell,
      ...(only === undefined ? {} : { only }),
    });
    console.log(`\nSeed ${String(seed)}: ${summary(done)}.`);
    if (done.some(({ findings }) => findings.length > 0)) process.exitCode = 1;
  });

void runCommand(command);
