// Makes the components worse, one small edit at a time, and tells whether anything notices.
if (require.main === module) process.setSourceMapsEnabled(false);

import { writeFileSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { UsageError } from "../components/errors";
import { runCommand } from "../plan/command";
import { projectRoot } from "../plan/program";
import { campaign, faultBefore, type Outcome } from "./campaign";
import { mutants } from "./mutants";
import { page, score } from "./report";

interface MutateFlags {
  readonly only?: string;
  readonly jobs: number;
  readonly out?: string;
}

const tell = ({ mutant, caught, seconds }: Outcome): void => {
  const by = caught === undefined ? "NOBODY NOTICES" : `${caught.by}: ${caught.said}`;
  console.log(`${mutant.name} (${seconds.toFixed(0)} s): ${by}`);
};

async function main({ only = "", jobs, out }: MutateFlags): Promise<void> {
  const chosen = mutants.filter(({ name, file }) => name.includes(only) || file.includes(only));
  if (chosen.length === 0) throw new UsageError(`No mutant's name or file has "${only}" in it.`);
  const fault = await faultBefore(projectRoot, chosen);
  if (fault !== undefined) throw new UsageError(`Something fails before anything is mutated: ${fault}`);
  const outcomes = await campaign(projectRoot, chosen, { jobs, onOutcome: tell });
  console.log(`\n${score(outcomes)}`);
  if (out !== undefined) writeFileSync(out, page(outcomes, new Date().toISOString().slice(0, 10)));
  if (outcomes.some(({ caught }) => caught === undefined)) process.exitCode = 1;
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("it must be a whole number from 1 on.");
  return value;
}

void runCommand(
  new Command("mutate")
    .description("Makes the components worse, one small edit at a time, and tells whether anything notices.")
    .option("--only <text>", "mutants with this in their name or file")
    .option("--jobs <number>", "mutants at a time", positive, 2)
    .option("--out <file>", "write the table as a page, e.g. docs/mutation.md")
    .action(main),
);
