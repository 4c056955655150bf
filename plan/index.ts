// Nobody sees where a planned resource was asked for, and finding out costs half a second.
if (require.main === module) process.setSourceMapsEnabled(false);

import { runCommand, stackCommand } from "./command";
import { planFiles, planList } from "./manifests";
import { plan } from "./plan";
import { planFindings } from "./policy";
import { isStopped } from "./policy-lines";
import { report } from "./report";
import type { Flags } from "./stack-file";
import { writeFiles } from "./write-files";

interface PlanFlags extends Flags {
  readonly json?: boolean;
  readonly out?: string;
}

async function main({ json = false, out, ...flags }: PlanFlags): Promise<void> {
  const result = await plan(flags);
  const { input, run, pods, pools } = result;
  const findings = planFindings(result);
  const files =
    json || out !== undefined ? planFiles(run.registrations, run.outputs, { warnings: run.warnings, findings }) : [];
  const title = `Plan of stack ${input.stack} (${input.raw.file})`;
  if (json) process.stdout.write(files.find(({ path }) => path === planList)?.text ?? "");
  else console.log(report({ title, run, pods, pools, standIns: input.standIns, findings }));
  if (out !== undefined) {
    writeFiles(out, files);
    if (!json) console.log(`\nWritten to ${out}`);
  }
  // The files help to see what is wrong, so they are written all the same.
  if (isStopped(findings)) process.exitCode = 1;
}

/** The command, for `rootstock` as well. */
export const command = stackCommand("plan", "Plans a stack on Node alone: no cluster, no account, no secret.")
  .option("--out <directory>", "write one YAML file per object, the charts' values and plan.json")
  .option("--json", "plan.json alone, on standard output: every resource, the outputs, warnings and findings")
  .addHelpText(
    "after",
    `
Examples:
  rootstock plan --env prod                       what a reviewer wants to know
  rootstock plan --env prod --out plan            the same, and a file per object, to compare
  rootstock plan --system chloromaster --env dev  a system that has no file of its own
  rootstock plan --env prod --json | jq -r '.findings[].message'

Exit codes: 0 planned; 1 it was refused, or a policy's rule stops it.
`,
  )
  .action(main);

if (require.main === module) void runCommand(command);
