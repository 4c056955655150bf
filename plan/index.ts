// Nobody sees where a planned resource was asked for, and finding out costs half a second.
process.setSourceMapsEnabled(false);

import { runCommand, stackCommand } from "./command";
import { planFiles } from "./manifests";
import { plan } from "./plan";
import { report } from "./report";
import type { Flags } from "./stack-file";
import { writeFiles } from "./write-files";

async function main(flags: Flags & { readonly out?: string }): Promise<void> {
  const result = await plan(flags);
  const { input, run, pods, pools } = result;
  console.log(
    report({ title: `Plan of stack ${input.stack} (${input.raw.file})`, run, pods, pools, standIns: input.standIns }),
  );
  if (flags.out !== undefined) {
    writeFiles(flags.out, planFiles(run.registrations, run.outputs));
    console.log(`\nWritten to ${flags.out}`);
  }
}

const command = stackCommand("plan", "Plans a stack on Node alone: no cluster, no account, no secret.")
  .option("--out <directory>", "write one YAML file per object, the charts' values and plan.json")
  .action(main);

void runCommand(command);
