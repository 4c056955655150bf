import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Command } from "commander";
import { UsageError } from "../components/errors";
import { planFiles } from "./manifests";
import { plan, type Plan } from "./plan";
import { report } from "./report";
import type { Flags } from "./stack-file";

/** Writes the plan's files, in place of those of an earlier plan. */
function write(directory: string, { run }: Plan): void {
  const root = resolve(directory);
  for (const { path, text } of planFiles(run.registrations, run.outputs)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

async function main(flags: Flags & { readonly out?: string }): Promise<void> {
  const result = await plan(flags);
  const { input, run, pods, pools } = result;
  console.log(report({ title: `Plan of stack ${input.stack} (${input.raw.file})`, run, pods, pools, standIns: input.standIns }));
  if (flags.out !== undefined) {
    write(flags.out, result);
    console.log(`\nWritten to ${flags.out}`);
  }
}

const command = new Command("plan")
  .description("Plans a stack on Node alone: no cluster, no account, no secret.")
  .option("--system <name>", "the system, instead of the file's")
  .option("--env <name>", "dev, staging or prod")
  .option("--cluster <kind>", "doks, eks, gke, minikube, kubeconfig or stack, instead of the file's")
  .option("--config <file>", "the stack's file (default: Pulumi.<env>.yaml)")
  .option("--out <directory>", "write one YAML file per object, the charts' values and plan.json")
  .action(main);

command.parseAsync().catch((error: unknown) => {
  console.error(error instanceof UsageError ? error.message : error);
  process.exitCode = 1;
});
