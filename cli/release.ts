import type { Engine } from "../deploy/contract";
import { releasePlan } from "../deploy/release-plans";
import { releaseSession } from "../deploy/release-session";
import { stackFile } from "../plan/stack-file";
import { type CarryOutFlags, carryOut, withCarryOutOptions } from "./carry-out";
import { deployCommand } from "./deploy-command";
import { interruptible } from "./interruption";
import { withEngine } from "./with-engine";

interface ReleaseFlags extends CarryOutFlags {
  readonly workload: string;
  readonly tag: string;
}

async function release(engine: Engine, flags: ReleaseFlags, signal: AbortSignal): Promise<void> {
  const session = await releaseSession(engine, stackFile(flags).file);
  const plan = releasePlan(session.standing, flags);
  await carryOut(session, plan, flags, signal);
}

/** The command, for `rootstock`. */
export const command = withCarryOutOptions(
  deployCommand(
    "release",
    "Releases a tag of a workload blue/green: its pods stand by and are asked before they serve.",
  )
    .argument("<workload>", "a workload with slots")
    .argument("<tag>", "its image's tag"),
)
  .addHelpText(
    "after",
    `
Examples:
  rootstock release detection-api v1.5.0 --env staging
  rootstock release detection-api v1.5.0 --env prod --confirm=prod

The way back is rootstock rollback: the slot that served before keeps its version.
Exit codes: 0 it serves; 1 it failed; 3 it failed, and what served before serves again; 130 interrupted.
`,
  )
  .action((workload: string, tag: string, flags: CarryOutFlags) =>
    interruptible((signal) =>
      withEngine(flags, (engine) => release(engine, { ...flags, workload, tag }, signal), signal),
    ),
  );
