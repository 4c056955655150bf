import { chosenBackup, clusterOf, type KnownBackups, knownBackups, runJob } from "../deploy/backups";
import type { JobRun } from "../deploy/cluster-jobs";
import type { Engine } from "../deploy/contract";
import { openEngine, whileOpen } from "../deploy/open-engine";
import { wholeSeconds } from "../plan/command";
import { parseConfig } from "../stacks/config/parse";
import { type DeployFlags, engineCommand } from "./deploy-command";
import { exitCode } from "./exit-code";
import { interruptible } from "./interruption";
import { statusLine } from "./status-line";

interface BackupFlags extends DeployFlags {
  readonly list?: boolean;
}

const examples = `
Examples:
  rootstock backup --env prod                 copies now, verified, and tells what was kept
  rootstock backup postgres --env prod        of that store, where there are several
  rootstock backup --list --env prod --json   runs and copies that the cluster knows of, as data
`;

/** A run in a line. */
export function runLine({ ended, name, reason, state }: JobRun): string {
  return `${name}: ${state}${ended === undefined ? "" : ` at ${ended}`}${reason === undefined ? "" : ` (${reason})`}`;
}

/** What is known of one backup, in lines. */
function backupLines({ backup, copies, keepDays, of, restore, runs, schedule }: KnownBackups): readonly string[] {
  return [
    `${backup}: ${of}, at ${schedule} (UTC), kept for ${String(keepDays)} days; ${restore === undefined ? "no restore job" : `restored by ${restore}`}`,
    ...runs.map((run) => `  ${runLine(run)}`),
    ...copies.map(({ bytes, file }) => `  kept ${file}, ${String(bytes)} bytes`),
    ...(runs.length === 0 ? ["  no run that the cluster remembers"] : []),
  ];
}

async function backup(engine: Engine, name: string | undefined, flags: BackupFlags): Promise<void> {
  const { raw, stack } = engine.input;
  const { application } = await parseConfig(raw);
  const chosen = flags.list === true ? undefined : chosenBackup(application, name);
  const cluster = await clusterOf(engine, application);
  if (chosen === undefined) {
    const backups = await knownBackups(cluster);
    if (flags.json === true) console.log(JSON.stringify({ stack, backups }, null, 2));
    else console.log(backups.flatMap(backupLines).join("\n") || `${application.name} keeps no backups here.`);
    return;
  }
  const status = statusLine();
  const seconds = flags.timeout ?? 3600;
  const run = await runJob(cluster, chosen.backup, { progress: status.show, seconds }).finally(status.clear);
  if (flags.json === true) console.log(JSON.stringify({ stack, ...chosen, run }, null, 2));
  else console.log([...run.log, runLine(run)].join("\n"));
  if (run.state !== "succeeded") process.exitCode = exitCode.failed;
}

/** Backs up, with an engine that `open` opens. */
export async function runBackup(
  name: string | undefined,
  flags: BackupFlags,
  open: () => Promise<Engine> = () => openEngine(flags),
): Promise<void> {
  await whileOpen(open, (engine) => backup(engine, name, flags));
}

/** The command, for `rootstock` as well. */
export const command = engineCommand("backup", "Starts a stack's own backup now, and waits for its end.")
  .argument("[name]", "the backup's job, or what it copies, such as postgres (default: the only one)")
  .option("--list", "start nothing; list what the cluster knows of runs and copies")
  .option("--timeout <seconds>", "how long to wait for the job's end (default: 3600)", wholeSeconds("--timeout"))
  .addHelpText("after", examples)
  .action((name: string | undefined, flags: BackupFlags) =>
    interruptible((signal) => runBackup(name, flags, () => openEngine(flags, signal))),
  );
