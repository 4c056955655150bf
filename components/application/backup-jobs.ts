import type { Application, ScheduledWorkload, Workload } from "./contract";
import { connectedStores } from "./flows";
import { withStores } from "./stores/expansion";

/** What an application keeps copies of, and the jobs that make them and bring them back. */
export interface BackupJobs {
  /** What is copied, for people: `database ffe of postgres`. */
  readonly of: string;
  /** Name of the workload that copies. */
  readonly backup: string;
  /** Cron expression, in UTC. */
  readonly schedule: string;
  /** Days that a copy is kept. */
  readonly keepDays: number;
  /** Name of the workload that brings a copy back; undefined where there is none. */
  readonly restore?: string;
  /** Workloads that write to it: what they write while it is brought back is lost, or in its way. */
  readonly writers: readonly string[];
}

const scripts = { backup: /\/(?:postgres|sqlite)-backup\.sh$/, restore: /\/(?:postgres|sqlite)-restore\.sh$/ } as const;

function runs(workload: Workload, script: keyof typeof scripts): workload is ScheduledWorkload {
  return workload.kind === "scheduled" && (workload.command ?? []).some((word) => scripts[script].test(word));
}

/** What a job copies: a store that it connects to, or a file on somebody's volume. */
function copied(
  application: Application,
  name: string,
  { config = {}, sharedVolumes = [] }: ScheduledWorkload,
  jobs: readonly string[],
): Pick<BackupJobs, "of" | "writers"> {
  const { workloads } = application;
  const [volume] = sharedVolumes;
  const file = config["DATABASE_FILE"];
  if (file !== undefined && volume !== undefined) return { of: `${file} of ${volume.of}`, writers: [volume.of] };
  const job = workloads[name];
  const [store = "the store"] = job === undefined ? [] : connectedStores(application, name, job);
  const writers = Object.entries(workloads).filter(
    ([other, workload]) => !jobs.includes(other) && connectedStores(application, other, workload).includes(store),
  );
  return { of: `database ${config["DATABASE"] ?? ""} of ${store}`, writers: writers.map(([writer]) => writer) };
}

/** The backups of an application, by the scripts that its jobs run. */
export function backupJobs(described: Application): readonly BackupJobs[] {
  const application = withStores(described);
  const entries = Object.entries(application.workloads);
  const jobs = entries.filter(([, workload]) => runs(workload, "backup") || runs(workload, "restore"));
  const names = jobs.map(([name]) => name);
  return jobs.flatMap(([backup, workload]) => {
    if (!runs(workload, "backup")) return [];
    const restore = jobs.find(
      ([, other]) => runs(other, "restore") && (other.sharedVolumes ?? []).some(({ of }) => of === backup),
    )?.[0];
    return [
      {
        ...copied(application, backup, workload, names),
        backup,
        schedule: workload.schedule,
        keepDays: Number(workload.config?.["KEEP_DAYS"] ?? 0),
        ...(restore === undefined ? {} : { restore }),
      },
    ];
  });
}
