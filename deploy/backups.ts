import { type BackupJobs, backupJobs } from "../components/application/backup-jobs";
import type { Application } from "../components/application/contract";
import { UsageError } from "../components/errors";
import { ClusterJobs, type JobRun } from "./cluster-jobs";
import type { Engine, Progress } from "./contract";
import { stackKubeconfig } from "./stack-kubeconfig";

/** A copy that a run says it has kept. */
export interface KnownCopy {
  /** Name of the file, which `--backup` takes. */
  readonly file: string;
  readonly bytes: number;
  /** When it was made, ISO 8601, UTC. */
  readonly made: string;
}

/** What the cluster knows of the copies of one thing. */
export interface KnownBackups extends BackupJobs {
  /** Runs that the cluster remembers, latest first. */
  readonly runs: readonly JobRun[];
  /** Copies that logs still tell of, latest first; older ones lie on the volume all the same. */
  readonly copies: readonly KnownCopy[];
}

/** The cluster of an engine, as somebody who runs jobs needs it. */
export interface Cluster {
  readonly application: Application;
  readonly jobs: Pick<ClusterJobs, "finished" | "runs" | "start">;
}

/**
 * The cluster that an engine has deployed to.
 *
 * @throws UsageError where there is none yet
 */
export async function clusterOf(engine: Engine, application: Application): Promise<Cluster> {
  return { application, jobs: new ClusterJobs(await stackKubeconfig(engine), application.namespace) };
}

/** When a copy was made, by its file's name: `ffe-20261121T020000Z.dump`. */
function madeAt(file: string): string {
  const [, ...parts] = /-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\./.exec(file) ?? [];
  const [year, month, day, hour, minute, second] = parts;
  return year === undefined ? "" : `${year}-${month ?? ""}-${day ?? ""}T${hour ?? ""}:${minute ?? ""}:${second ?? ""}Z`;
}

/** Copies that the logs of runs tell of, latest first: `kept ffe-20261121T020000Z.dump, 1234 bytes`. */
export function keptCopies(runs: readonly JobRun[]): readonly KnownCopy[] {
  return runs
    .flatMap(({ log }) =>
      log.flatMap((line) => {
        const [, file, bytes] = /^kept (\S+), +(\d+) bytes$/.exec(line.trim()) ?? [];
        return file === undefined ? [] : [{ file, bytes: Number(bytes), made: madeAt(file) }];
      }),
    )
    .sort((a, b) => (a.made < b.made ? 1 : -1));
}

/**
 * The backup that is meant: the only one, or that of the name.
 *
 * @param name of the job, or of the store or workload whose data it copies
 * @throws UsageError where there is none, or a choice
 */
export function chosenBackup(application: Application, name: string | undefined): BackupJobs {
  const all = backupJobs(application);
  if (all.length === 0)
    throw new UsageError(
      `${application.name} keeps no backups here; give a store backups: { size: "20Gi" }, or describe a job by sqliteBackup.`,
    );
  const matching = all.filter(
    ({ backup, of, restore }) => name === undefined || [backup, restore, of.split(" ").at(-1)].includes(name),
  );
  const [only, ...more] = matching;
  const names = all.map(({ backup, of }) => `${backup} (${of})`).join(", ");
  if (only === undefined)
    throw new UsageError(`"${name ?? ""}" is no backup of ${application.name}; there are ${names}.`);
  if (more.length > 0) throw new UsageError(`${application.name} has several backups; name one of ${names}.`);
  return only;
}

/** What is known of all backups of an application. */
export async function knownBackups({ application, jobs }: Cluster): Promise<readonly KnownBackups[]> {
  return Promise.all(
    backupJobs(application).map(async (backup) => {
      const runs = await jobs.runs(backup.backup);
      return { ...backup, runs, copies: keptCopies(runs) };
    }),
  );
}

/** Runs a job of an application to its end. */
export async function runJob(
  { jobs }: Cluster,
  cronJob: string,
  { progress, seconds, variables = {} }: { progress: Progress; seconds: number; variables?: Record<string, string> },
): Promise<JobRun & { readonly resumed: boolean }> {
  const { name, resumed } = await jobs.start(cronJob, variables);
  return { ...(await jobs.finished(name, seconds, progress)), resumed };
}

/** What a restore takes away, in sentences. */
export function whatIsLost({ copies, of, runs, writers }: KnownBackups, file: string | undefined): readonly string[] {
  const [newest] = copies;
  const known = file === undefined ? newest : copies.find((copy) => copy.file === file);
  const last = runs.find(({ state }) => state === "succeeded");
  const since = known?.made ?? (file === undefined ? last?.ended : madeAt(file) === "" ? undefined : madeAt(file));
  const which = file ?? newest?.file ?? "the newest copy on the volume";
  return [
    `The ${of} becomes what it was in ${which}${known === undefined ? "" : ` (${String(known.bytes)} bytes)`}.`,
    since === undefined
      ? "When that was made, the cluster doesn't know any more; everything written since is lost."
      : `Everything written since ${since} is lost.`,
    ...(writers.length === 0
      ? []
      : [
          `Running meanwhile, and writing to it: ${writers.join(", ")}; what they write during the restore is lost or holds it up.`,
        ]),
  ];
}
