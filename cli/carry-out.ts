import type { Command } from "commander";
import { environments } from "../components/environment";
import { refuseUnconfirmedVersions } from "../deploy/confirmation";
import type { ReleasePlan } from "../deploy/release-plans";
import { changeReport, resultReport } from "../deploy/release-report";
import type { ReleaseSession } from "../deploy/release-session";
import type { Flags } from "../plan/stack-file";
import { inSteps } from "../plan/steps";
import type { DeployFlags } from "./deploy-command";
import { exitCode } from "./exit-code";
import { typedName } from "./typed-name";

/** What commands that change versions are told. */
export interface CarryOutFlags extends DeployFlags {
  readonly anyway?: boolean;
  readonly confirm?: string;
}

/** A command with the options of {@link CarryOutFlags} that other commands don't have. */
export function withCarryOutOptions(command: Command): Command {
  return command
    .option("--anyway", "also where a file says what was never deployed, or the last deployment failed")
    .option("--confirm <stack>", "the stack's name, which production asks for");
}

/** The stack that a word means: an environment, or a stack's file. */
export function stackNamed(word: string): Flags {
  const isFile = /\.ya?ml$/.test(word) && !environments.some((environment) => environment === word);
  return isFile ? { config: word } : { env: word };
}

const exitCodes = { deployed: exitCode.done, returned: exitCode.returned, failed: exitCode.failed } as const;

/** Lets go on who means this stack: production asks for its name, and a wrong name is wrong anywhere. */
async function confirmed({ environment, standing: { stack } }: ReleaseSession, flags: CarryOutFlags): Promise<void> {
  const question = `${stack} is production. Type ${stack} to go on: `;
  const confirm = environment === "prod" ? await typedName(flags, question) : flags.confirm;
  refuseUnconfirmedVersions({ environment, stack, confirm });
}

/**
 * Shows what a plan changes, asks for production's name, follows it, and tells how it ended; the exit code says so as
 * well.
 *
 * @throws UsageError where the name isn't the stack's; nothing is changed then
 */
export async function carryOut(
  session: ReleaseSession,
  plan: ReleasePlan,
  flags: CarryOutFlags,
  signal: AbortSignal,
): Promise<void> {
  const { stack } = session.standing;
  const { json = false, message = "", timeout } = flags;
  const told = { ...plan, message: message === "" ? plan.message : `${plan.message}: ${message}` };
  if (!json) console.log(changeReport(told, stack));
  await confirmed(session, flags);
  const started = Date.now();
  const how = { signal, ...(timeout === undefined ? {} : { timeout }) };
  const [result] = await inSteps(
    [{ title: "Deployment", run: (progress) => session.follow(told, { ...how, progress }) }],
    json,
  );
  const seconds = (Date.now() - started) / 1000;
  process.exitCode = exitCodes[result.result];
  const { changes, command, wanted } = plan;
  if (json) console.log(JSON.stringify({ stack, command, message: told.message, changes, wanted, ...result, seconds }));
  else if (result.result === "deployed") console.log(`\n${resultReport(result, stack, seconds)}`);
  else console.error(`\n${resultReport(result, stack, seconds)}`);
}
