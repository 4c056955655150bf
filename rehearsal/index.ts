import { Command } from "commander";
import { Listr } from "listr2";
import { UsageError } from "../components/errors";
import { rehearsalReport, succeeded } from "./report";
import { Rehearsal, type RehearsalFlags } from "./run";

/** Stack of the rehearsal's control plane; another name for every process, unless it is to be kept. */
function controlPlaneName({ keep, system = "stack", env = "dev" }: RehearsalFlags): string {
  return keep === true ? `rehearsal-${system}-${env}` : `rehearsal-${String(process.pid)}`;
}

async function main(flags: RehearsalFlags): Promise<void> {
  const started = Date.now();
  const rehearsal = new Rehearsal(flags, controlPlaneName(flags));
  const tasks = new Listr(
    rehearsal.steps.map(({ title, run }) => ({
      title,
      task: (_context: unknown, task: { output: string }) => run((message) => (task.output = message)),
    })),
    {
      renderer: process.stdout.isTTY ? "default" : "simple",
      rendererOptions: { showErrorMessage: false },
      exitOnError: true,
      registerSignalListeners: false,
    } as ConstructorParameters<typeof Listr>[1],
  );
  try {
    await tasks.run();
    const { result } = rehearsal;
    console.log(`\n${rehearsalReport(result)}\nTook ${((Date.now() - started) / 1000).toFixed(1)} s.`);
    if (!succeeded(result)) process.exitCode = 1;
  } finally {
    await rehearsal.end();
  }
}

const command = new Command("rehearse")
  .description("Brings a stack up on a real control plane with simulated nodes, on this machine alone.")
  .option("--system <name>", "the system, instead of the file's")
  .option("--env <name>", "dev, staging or prod")
  .option("--cluster <kind>", "doks, eks, gke, minikube, kubeconfig or stack, instead of the file's")
  .option("--config <file>", "the stack's file (default: Pulumi.<env>.yaml)")
  .option("--keep", "leave the control plane running; the next run with --keep continues on it")
  .option("--kubeconfig <file>", "rehearse on the cluster of this kubeconfig instead")
  .option("--charts <which>", "upstream or stand-in (default: upstream where it can be reached)")
  .option("--timeout <seconds>", "how long workloads may take to get ready", Number, 240)
  .action(main);

command.parseAsync().catch((error: unknown) => {
  console.error(error instanceof UsageError ? error.message : error);
  process.exitCode = 1;
});
