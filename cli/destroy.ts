import { UsageError } from "../components/errors";
import type { Engine } from "../deploy/contract";
import { destroyStack, type Foreseen, foresee, refuseDestroy } from "../deploy/destruction";
import { lossesReport } from "../deploy/losses-report";
import { wholeSeconds } from "../plan/command";
import { inSteps } from "../plan/steps";
import { type DeployFlags, engineCommand } from "./deploy-command";
import { exitCode } from "./exit-code";
import { interruptible } from "./interruption";
import { typedName } from "./typed-name";
import { withEngine } from "./with-engine";

interface DestroyFlags extends DeployFlags {
  readonly confirm?: string;
}

async function confirmed(engine: Engine, flags: DestroyFlags, foreseen: Foreseen): Promise<readonly string[]> {
  const { stack } = engine.input;
  // The reason why nothing can be destroyed comes before anybody is asked to type.
  refuseDestroy(engine, foreseen.losses, stack);
  refuseDestroy(engine, foreseen.losses, await typedName(flags, `Type ${stack} to destroy it: `));
  const [left] = await inSteps(
    [{ title: `Destruction of ${stack}`, run: (progress) => destroyStack(engine, foreseen, progress) }],
    flags.json,
  );
  return left;
}

async function destroy(engine: Engine, flags: DestroyFlags): Promise<void> {
  const { stack } = engine.input;
  const json = flags.json === true;
  const say = json ? console.error : console.log;
  const foreseen = await foresee(engine);
  const isThere = foreseen.contents.length > 0;
  say(isThere ? `${lossesReport(stack, foreseen.losses)}\n` : `Nothing of stack ${stack} is there.`);
  const left = isThere ? await confirmed(engine, flags, foreseen) : [];
  if (json) console.log(JSON.stringify({ stack, ...foreseen, left }));
  else if (isThere && left.length === 0) console.log(`\nStack ${stack} is destroyed; nothing is left.`);
  if (left.length === 0) return;
  console.error(left.join("\n"));
  process.exitCode = exitCode.failed;
}

/** The command, for `rootstock`. */
export const command = engineCommand("destroy", "Deletes everything of a stack, after saying what is lost.")
  .option("--confirm <stack>", "the stack's name, for whoever means it")
  .option("--keep", "leave the control plane of a rehearsal running")
  .option(
    "--timeout <seconds>",
    "how long each object may take to go (a rehearsal's; default: 60, and 120 for a namespace)",
    wholeSeconds("--timeout"),
  )
  .addHelpText(
    "after",
    `
Examples:
  rootstock destroy --env prod                    says what would be lost, and changes nothing
  rootstock destroy --env prod --confirm=prod     destroys it
  rootstock destroy --env dev --rehearse          on this machine

What a finalizer holds is named, with whoever set it and what to run; then run the same command again.
Exit codes: 0 nothing is left; 1 it was refused, or something is left, with the reason; 130 interrupted.
`,
  )
  .action((flags: DestroyFlags) => {
    if (flags.timeout !== undefined && flags.rehearse !== true)
      throw new UsageError("--timeout is only for a rehearsal; Pulumi waits as long as each resource says.");
    return interruptible(
      (signal) => withEngine(flags, (engine) => destroy(engine, flags), signal),
      "Run the same command again: it goes on from there.",
    );
  });
