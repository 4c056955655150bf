// Nobody sees where a planned resource was asked for, and finding out costs half a second.
if (require.main === module) process.setSourceMapsEnabled(false);

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { AdmissionServer } from "./admission";
import { describeOutcome } from "./report";
import { type TargetName, targetNames, targets } from "./targets";

interface FuzzFlags {
  readonly seed: number;
  readonly cases: number;
  readonly admit: number;
  readonly target?: TargetName;
}

function whole(text: string): number {
  const value = Number(text);
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError("it must be a whole number.");
  return value;
}

async function main({ admit, cases, seed, target }: FuzzFlags): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "rootstock-fuzz-"));
  const server = admit === 0 ? undefined : await AdmissionServer.start(`fuzz-${String(process.pid)}`);
  try {
    const attacks = targets(directory);
    for (const name of target === undefined ? targetNames : [target]) {
      const outcome = await attacks[name]({
        ...{ cases, seed },
        ...(server === undefined ? {} : { admit: { inputs: admit, server } }),
      });
      console.log(describeOutcome(outcome));
      if (outcome.finding !== undefined || (outcome.admitted?.findings.length ?? 0) > 0) process.exitCode = 1;
    }
  } finally {
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

new Command("fuzz")
  .description(
    "Gives hostile input to what reads configuration, systems and command lines, and judges how it is taken.",
  )
  .option("--seed <number>", "what the inputs follow from (default: the time)", whole, Math.floor(Date.now() / 1000))
  .option("--cases <number>", "inputs for each target", whole, 2000)
  .option("--admit <number>", "accepted inputs of each target that a real API server is asked about", whole, 0)
  .addOption(new Option("--target <name>", "one target instead of all").choices(targetNames))
  .action(main)
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
