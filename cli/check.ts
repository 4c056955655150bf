import { checkTable, passes } from "../deploy/check-lines";
import { checkStack } from "../deploy/stack-check";
import { surroundings } from "../deploy/surroundings";
import { stackCommand } from "../plan/command";
import { type Flags, stackFile } from "../plan/stack-file";
import { exitCode } from "./exit-code";

interface CheckFlags extends Flags {
  readonly json?: boolean;
}

async function main(flags: CheckFlags): Promise<void> {
  const { stack } = stackFile(flags);
  const lines = await checkStack(flags, surroundings(flags));
  const ready = passes(lines);
  console.log(flags.json === true ? JSON.stringify({ stack, ready, lines }, null, 2) : checkTable(stack, lines));
  process.exitCode = ready ? exitCode.done : exitCode.failed;
}

/** The command, for `rootstock`. */
export const command = stackCommand(
  "check",
  "Says whether a stack can be deployed from this machine: configuration, tools, credentials, secrets and cluster.",
)
  .option("--json", "one JSON document on standard output")
  .addHelpText(
    "after",
    `
Examples:
  rootstock check --env prod
  rootstock check --config Pulumi.shop.yaml --json

Ends with 0 where a deployment can begin, and with 1 where something is wrong.
`,
  )
  .action(main);
