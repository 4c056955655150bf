import type { Resources, ScheduledWorkload } from "../contract";
import { connection, type SecretSource } from "../secrets";
import type { DatabaseBackups, PostgresStore } from "./contract";
import { storeNames } from "./store-names";
import { type StoreScript, storeScript } from "./store-scripts";

const backupsPath = "/backups";
const servicePath = "/etc/postgres/pg_service.conf";

/** How long a dump or a restore may take, in seconds. */
const deadlineSeconds = 4 * 3600;

/** Dumps compress, which takes CPU but hardly any memory. */
const resources: Resources = {
  cpu: { request: "100m", limit: "1" },
  memory: { request: "128Mi", limit: "512Mi" },
};

/** The secret that dumps and restores connect with: libpq's service file, so that no argument or variable shows it. */
export function backupSecrets(name: string): Readonly<Record<string, SecretSource>> {
  const fields = [
    "host={{host}}",
    "port={{port}}",
    "dbname={{database}}",
    "user={{user}}",
    "password={{password}}",
    "sslmode={{sslmode}}",
  ];
  return { [storeNames(name).service]: connection(name, `[store]\n${fields.join("\n")}\n`) };
}

function job(
  name: string,
  { toolsImage, database }: PostgresStore,
  script: StoreScript,
): Omit<ScheduledWorkload, "schedule"> {
  const path = `/scripts/${script}`;
  return {
    kind: "scheduled",
    image: toolsImage,
    command: ["sh", path],
    config: { PGSERVICEFILE: servicePath, PGSERVICE: "store", BACKUP_DIRECTORY: backupsPath, DATABASE: database },
    files: { [path]: { text: storeScript(script) }, [servicePath]: { secret: storeNames(name).service } },
    connectsTo: [name],
    resources,
    deadlineSeconds,
  };
}

/**
 * What keeps and brings back dumps of a PostgreSQL, wherever it lives: a nightly job with a volume of its own, and one
 * that waits to be started by `kubectl create job --from=cronjob/NAME-restore JOB`.
 */
export function backupWorkloads(
  name: string,
  store: PostgresStore & { readonly backups: DatabaseBackups },
): Readonly<Record<string, ScheduledWorkload>> {
  const { backup, restore } = storeNames(name);
  const { schedule = "0 2 * * *", keepDays = 30, size } = store.backups;
  const dump = job(name, store, "postgres-backup.sh");
  return {
    [backup]: {
      ...dump,
      schedule,
      config: { ...dump.config, KEEP_DAYS: String(keepDays) },
      storage: { mountPath: backupsPath, size },
    },
    [restore]: {
      ...job(name, store, "postgres-restore.sh"),
      schedule: "on demand",
      sharedVolumes: [{ of: backup, mountPath: backupsPath }],
    },
  };
}
