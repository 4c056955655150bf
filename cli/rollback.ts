import { UsageError } from "../components/errors";
import type { Engine } from "../deploy/contract";
import { rollbackPlan } from "../deploy/release-plans";
import { releaseSession } from "../deploy/release-session";
import { stackFile } from "../plan/stack-file";
import { type CarryOutFlags, carryOut, withCarryOutOptions } from "./carry-out";
import { deployCommand } from "./deploy-command";
import { interruptible } from "./interruption";
import { withEngine } from "./with-engine";

interface RollbackFlags extends CarryOutFlags {
  readonly to?: number;
}

function deploymentNumber(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new UsageError(`--to is "${text}"; write the number of a deployment (rootstock history lists them).`);
}

async function rollback(engine: Engine, flags: RollbackFlags, signal: AbortSignal): Promise<void> {
  const session = await releaseSession(engine, stackFile(flags).file);
  const plan = rollbackPlan(session.standing, flags);
  await carryOut(session, plan, flags, signal);
}

/** The command, for `rootstock`. */
export const command = withCarryOutOptions(
  deployCommand(
    "rollback",
    "Goes back to the last good versions before the current ones, in the stack's file as well.",
  ),
)
  .option("--to <number>", "the deployment to go back to, of rootstock history", deploymentNumber)
  .addHelpText(
    "after",
    `
Examples:
  rootstock rollback --env staging
  rootstock rollback --env prod --to 12 --confirm=prod

A workload that is released blue/green, and whose other slot still has the old version, is only switched.
Exit codes: 0 it runs; 1 it failed; 3 it failed, and what ran before runs again; 130 interrupted.
`,
  )
  .action((flags: RollbackFlags) =>
    interruptible((signal) => withEngine(flags, (engine) => rollback(engine, flags, signal), signal)),
  );
