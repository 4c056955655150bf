// Nobody sees where a planned resource was asked for, and finding out costs half a second.
if (require.main === module) process.setSourceMapsEnabled(false);

import { runCommand, stackCommand } from "./command";
import { planFiles } from "./manifests";
import { plan } from "./plan";
import { planFindings } from "./policy";
import { isStopped } from "./policy-lines";
import { report } from "./report";
import type { Flags } from "./stack-file";
import { writeFiles } from "./write-files";

async function main(flags: Flags & { readonly out?: string }): Promise<void> {
  const result = await plan(flags);
  const { input, run, pods, pools } = result;
  const findings = planFindings(result);
  const title = `Plan of stack ${input.stack} (${input.raw.file})`;
  console.log(report({ title, run, pods, pools, standIns: input.standIns, findings }));
  if (flags.out !== undefined) {
    writeFiles(flags.out, planFiles(run.registrations, run.outputs, { warnings: run.warnings, findings }));
    console.log(`\nWritten to ${flags.out}`);
  }
  // The files help to see what is wrong, so they are written all the same.
  if (isStopped(findings)) process.exitCode = 1;
}

/** The command, for `rootstock` as well. */
export const command = stackCommand("plan", "Plans a stack on Node alone: no cluster, no account, no secret.")
  .option("--out <directory>", "write one YAML file per object, the charts' values and plan.json")
  .action(main);

if (require.main === module) void runCommand(command);
