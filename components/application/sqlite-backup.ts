import type { Bytes } from "../quantities";
import type { Resources, ScheduledWorkload } from "./contract";
import { type StoreScript, storeScript } from "./stores/store-scripts";

/** What {@link sqliteBackup} and {@link sqliteRestore} take. */
export interface SqliteBackupArgs {
  /** Name of the workload whose volume holds the database. */
  readonly of: string;
  /** Image that has sqlite3 and a shell, in full. */
  readonly image: string;
  /** Where that volume is mounted, in that workload and here. */
  readonly mountPath: string;
  /** The database's file on the volume, from the root. */
  readonly database: string;
  /** Volume of the copies. */
  readonly size: Bytes;
  /** Cron expression, in UTC. @default 0 2 * * * */
  readonly schedule?: string;
  /** Days that a copy is kept. @default 30 */
  readonly keepDays?: number;
  /** User id that the database's files belong to. @default 10001 */
  readonly user?: number;
  /** @default 50m to 500m CPU, 64Mi to 256Mi memory */
  readonly resources?: Resources;
}

const backupsPath = "/backups";

const usualResources: Resources = {
  cpu: { request: "50m", limit: "500m" },
  memory: { request: "64Mi", limit: "256Mi" },
};

function job(args: SqliteBackupArgs, script: StoreScript): Omit<ScheduledWorkload, "schedule"> {
  const path = `/scripts/${script}`;
  return {
    kind: "scheduled",
    image: args.image,
    command: ["sh", path],
    config: { DATABASE_FILE: args.database, BACKUP_DIRECTORY: backupsPath },
    files: { [path]: { text: storeScript(script) } },
    sharedVolumes: [{ of: args.of, mountPath: args.mountPath }],
    resources: args.resources ?? usualResources,
    ...(args.user === undefined ? {} : { user: args.user }),
  };
}

/**
 * The nightly job that copies a SQLite database in use to a volume of its own: consistent whatever is written
 * meanwhile, verified, pruned. With a write-ahead log nobody waits for it; without one, writers wait while it copies.
 */
export function sqliteBackup(args: SqliteBackupArgs): ScheduledWorkload {
  const { schedule = "0 2 * * *", keepDays = 30, size } = args;
  const copy = job(args, "sqlite-backup.sh");
  return {
    ...copy,
    schedule,
    config: { ...copy.config, KEEP_DAYS: String(keepDays) },
    storage: { mountPath: backupsPath, size },
  };
}

/**
 * The job that brings back a copy when somebody starts it.
 *
 * @param backup name of the workload that {@link sqliteBackup} described
 */
export function sqliteRestore(backup: string, args: SqliteBackupArgs): ScheduledWorkload {
  const restore = job(args, "sqlite-restore.sh");
  return {
    ...restore,
    schedule: "on demand",
    sharedVolumes: [...(restore.sharedVolumes ?? []), { of: backup, mountPath: backupsPath }],
  };
}
