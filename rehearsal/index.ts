import { Listr } from "listr2";
import { UsageError } from "../components/errors";
import { runCommand, stackCommand } from "../plan/command";
import { stackFile } from "../plan/stack-file";
import { rehearsalReport, succeeded } from "./report";
import { Rehearsal, type RehearsalFlags } from "./run";
import { keptControlPlane } from "./session";

/** Name of the rehearsal's control plane: the stack's if it is to be kept, otherwise one of its own. */
function controlPlaneName(flags: RehearsalFlags): string {
  if (flags.keep !== true) return `rehearsal-${String(process.pid)}`;
  return keptControlPlane(stackFile(flags).stack);
}

/** @throws UsageError for what is no number of seconds. */
function seconds(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new UsageError(`--timeout is "${text}"; write a whole number of seconds from 1 to 99999.`);
}

async function main(flags: RehearsalFlags): Promise<void> {
  const started = Date.now();
  const rehearsal = new Rehearsal(flags, controlPlaneName(flags));
  const failures: unknown[] = [];
  const tasks = new Listr(
    rehearsal.steps.map(({ title, run }) => ({
      title,
      task: async (_context: unknown, task: { output: string }) => {
        try {
          await run((message) => (task.output = message));
        } catch (error) {
          failures.push(error);
          throw new Error("see below");
        }
      },
    })),
    {
      renderer: process.stdout.isTTY ? "default" : "simple",
      exitOnError: true,
      registerSignalListeners: false,
    },
  );
  // A control plane of our own is removed as a whole; on a cluster that was there before, what was made must go.
  const interrupted = (): void => {
    console.error("\nInterrupted: removing what was made …");
    process.exitCode = 130;
    rehearsal.interrupt();
  };
  if (flags.kubeconfig !== undefined) process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    await tasks.run();
    const { result } = rehearsal;
    console.log(`\n${rehearsalReport(result)}\nTook ${((Date.now() - started) / 1000).toFixed(1)} s.`);
    if (!succeeded(result)) process.exitCode = 1;
  } catch (error) {
    throw failures[0] ?? error;
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
  .option("--timeout <seconds>", "how long workloads may take to get ready (default: 240)", seconds)
  .action(main);

if (require.main === module) void runCommand(command);
