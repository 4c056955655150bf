import { UsageError } from "../components/errors";
import { chosenBackup, clusterOf, type KnownBackups, knownBackups, runJob, whatIsLost } from "../deploy/backups";
import { refuseUnconfirmed } from "../deploy/confirmation";
import type { Engine, Progress } from "../deploy/contract";
import { openEngine, whileOpen } from "../deploy/open-engine";
import { wholeSeconds } from "../plan/command";
import { parseConfig } from "../stacks/config/parse";
import { runLine } from "./backup";
import { type DeployFlags, engineCommand } from "./deploy-command";
import { exitCode } from "./exit-code";
import { interruptible } from "./interruption";
import { statusLine } from "./status-line";
import { typedName } from "./typed-name";

interface RestoreFlags extends DeployFlags {
  readonly backup?: string;
  readonly confirm?: string;
}

const examples = `
Examples:
  rootstock restore --env prod                          tells what would be lost, and does nothing
  rootstock restore --env prod --confirm=prod           brings back the newest copy
  rootstock restore postgres --env prod --backup ffe-20261120T020000Z.dump --confirm=prod
`;

/** @throws UsageError for what can't be the name of a copy */
function copyName(text: string): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(text)) return text;
  throw new UsageError(`--backup is "${text}"; write the name of a copy, such as ffe-20261120T020000Z.dump.`);
}

interface Loss {
  readonly stack: string;
  readonly flags: RestoreFlags;
  readonly known: KnownBackups | undefined;
  /** What is lost, in sentences. */
  readonly lost: readonly string[];
}

/** Tells what would be lost, and goes on only for somebody who has read that and typed the stack's name. */
async function refuseUnread({ flags, known, lost, stack }: Loss): Promise<void> {
  if (flags.confirm === stack) {
    if (flags.json !== true) console.log(lost.join("\n"));
    return;
  }
  const copies = known?.copies ?? [];
  if (flags.json === true) console.log(JSON.stringify({ stack, ...known, lost }, null, 2));
  else console.log([...lost, ...copies.map(({ file }) => `  there is ${file}`)].join("\n"));
  const confirm = await typedName(flags, `Type ${stack} to restore it: `);
  refuseUnconfirmed({ stack, confirm, required: true, why: `Data of stack ${stack} would be lost` });
}

async function restore(engine: Engine, name: string | undefined, flags: RestoreFlags, show: Progress): Promise<void> {
  const { raw, stack } = engine.input;
  const file = flags.backup === undefined ? undefined : copyName(flags.backup);
  const { application } = await parseConfig(raw);
  const chosen = chosenBackup(application, name);
  if (chosen.restore === undefined)
    throw new UsageError(`${chosen.backup} has no job that brings a copy back; describe one by sqliteRestore.`);
  const cluster = await clusterOf(engine, application);
  const known = (await knownBackups(cluster)).find(({ backup }) => backup === chosen.backup);
  const lost = known === undefined ? [] : whatIsLost(known, file);
  await refuseUnread({ flags, known, lost, stack });
  const variables: Record<string, string> = file === undefined ? {} : { BACKUP: file };
  const run = await runJob(cluster, chosen.restore, { progress: show, seconds: flags.timeout ?? 3600, variables });
  show("");
  if (flags.json === true) console.log(JSON.stringify({ stack, ...chosen, lost, run }, null, 2));
  else console.log([...run.log, runLine(run)].join("\n"));
  if (run.state !== "succeeded") process.exitCode = exitCode.failed;
}

/** Restores, with an engine that `open` opens. */
export async function runRestore(
  name: string | undefined,
  flags: RestoreFlags,
  open: () => Promise<Engine> = () => openEngine(flags),
): Promise<void> {
  const status = statusLine();
  await whileOpen(open, (engine) => restore(engine, name, flags, status.show).finally(status.clear));
}

/** The command, for `rootstock` as well. */
export const command = engineCommand("restore", "Brings back a copy of a stack's data; what was written since is lost.")
  .argument("[name]", "the backup's job, or what it copies, such as postgres (default: the only one)")
  .option("--backup <file>", "the copy to bring back (default: the newest)")
  .option("--confirm <stack>", "the stack's name, once you have read what is lost")
  .option("--timeout <seconds>", "how long to wait for the job's end (default: 3600)", wholeSeconds("--timeout"))
  .addHelpText("after", examples)
  .action((name: string | undefined, flags: RestoreFlags) =>
    interruptible((signal) => runRestore(name, flags, () => openEngine(flags, signal))),
  );
