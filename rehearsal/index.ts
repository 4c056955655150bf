import { runCommand, stackCommand, wholeSeconds } from "../plan/command";
import { stackFile } from "../plan/stack-file";
import { inSteps } from "../plan/steps";
import { rehearsalReport, succeeded } from "./report";
import { rehearsalDocument } from "./report-document";
import { Rehearsal, type RehearsalFlags } from "./run";
import { keptControlPlane } from "./session";

/** Name of the rehearsal's control plane: the stack's if it is to be kept, otherwise one of its own. */
function controlPlaneName(flags: RehearsalFlags): string {
  if (flags.keep !== true) return `rehearsal-${String(process.pid)}`;
  return keptControlPlane(stackFile(flags).stack);
}

async function main({ json = false, ...flags }: RehearsalFlags & { readonly json?: boolean }): Promise<void> {
  const started = Date.now();
  const rehearsal = new Rehearsal(flags, controlPlaneName(flags));
  // A control plane of our own is removed as a whole; on a cluster that was there before, what was made must go.
  const interrupted = (): void => {
    console.error("\nInterrupted: removing what was made …");
    process.exitCode = 130;
    rehearsal.interrupt();
  };
  if (flags.kubeconfig !== undefined) process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    await inSteps(rehearsal.steps, json);
    const { result } = rehearsal;
    const seconds = (Date.now() - started) / 1000;
    if (json) console.log(JSON.stringify({ ...rehearsalDocument(result), seconds }));
    else console.log(`\n${rehearsalReport(result)}\nTook ${seconds.toFixed(1)} s.`);
    if (!succeeded(result)) process.exitCode = 1;
  } finally {
    await rehearsal.end();
  }
}

/** The command, for `rootstock` as well. */
export const command = stackCommand(
  "rehearse",
  "Brings a stack up on a real control plane with simulated nodes, on this machine alone.",
)
  .option("--keep", "leave the control plane running; the next run with --keep continues on it")
  .option("--kubeconfig <file>", "rehearse on the cluster of this kubeconfig instead")
  .option("--charts <which>", "upstream or stand-in (default: upstream where it can be reached)")
  .option("--timeout <seconds>", "how long workloads may take to get ready (default: 240)", wholeSeconds("--timeout"))
  .option("--json", "one JSON document on standard output")
  .addHelpText(
    "after",
    `
Examples:
  rootstock rehearse --env prod           everything of production, on this machine
  rootstock rehearse --env dev --keep     and the next run changes what differs
  rootstock rehearse --system ffe-backend --env staging
  rootstock rehearse --env prod --json | jq '.workloads.notReady'

Exit codes: 0 every workload is ready; 1 one isn't, or it was refused; 130 interrupted.
`,
  )
  .action(main);

if (require.main === module) void runCommand(command);
