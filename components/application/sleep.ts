import { fewestPods } from "./autoscaling";
import { apiServer } from "./connections";
import type { Application, Permission, Resources, ScheduledWorkload } from "./contract";
import { podSets } from "./slots";
import { minuteOfDay } from "./time-of-day";

/** When an environment that nobody uses has no pods. */
export interface SleepSettings {
  /** When it goes to sleep, e.g. `20:00`. */
  readonly from: string;
  /** When it wakes, e.g. `07:00`. */
  readonly until: string;
  /** Whether it sleeps on through Saturday and Sunday. */
  readonly weekends: boolean;
  /** Whose clock that is, e.g. `Europe/Berlin`. */
  readonly timeZone: string;
}

/** A set of pods that sleeps, and how many there are by day; an autoscaler takes over from there. */
export interface Sleeper {
  /** Name of the Deployment. */
  readonly name: string;
  readonly pods: number;
}

/**
 * What sleeps: every set of pods of the application's Deployments that has some by day. Stores and what else holds data
 * in StatefulSets stays: it starts slowly, and jobs at night use it.
 */
export function sleepersOf({ workloads }: Application): readonly Sleeper[] {
  return Object.entries(workloads).flatMap(([name, workload]) =>
    workload.kind === "deployment"
      ? podSets(name, workload)
          .map((set) => ({ name: set.name, pods: fewestPods({ ...workload, scale: set.scale }) }))
          .filter(({ pods }) => pods > 0)
      : [],
  );
}

/** Names of the jobs; no workload of the application may have them. */
const sleepJobs = { sleep: "sleep", wake: "wake" } as const;

const resources: Resources = {
  cpu: { request: "10m", limit: "250m" },
  memory: { request: "32Mi", limit: "128Mi" },
  disk: { request: "16Mi", limit: "64Mi" },
};

/** To see how many pods these Deployments are asked for, and to change that: of them nothing else, and of others nothing. */
function permissions(names: readonly string[]): readonly Permission[] {
  const of = { apiGroups: ["apps"], resourceNames: [...names].sort() };
  return [
    { ...of, resources: ["deployments"], verbs: ["get"] },
    { ...of, resources: ["deployments/scale"], verbs: ["get", "patch", "update"] },
  ];
}

/** The command that gives Deployments a number of pods. */
function scaleCommand(names: readonly string[], pods: number): readonly string[] {
  return ["/bin/kubectl", "scale", `--replicas=${String(pods)}`, ...names.map((name) => `deployment/${name}`)];
}

/** Five past eight as cron writes it, on these days of the week. */
function cron(time: string, days: string): string {
  const [hours = "0", minutes = "0"] = time.split(":");
  return `${String(Number(minutes))} ${String(Number(hours))} * * ${days}`;
}

/** The commands that wake everybody: one for each number of pods, the smallest first. */
function wakeCommands(sleepers: readonly Sleeper[]): readonly (readonly string[])[] {
  const numbers = [...new Set(sleepers.map(({ pods }) => pods))].sort((a, b) => a - b);
  return numbers.map((pods) =>
    scaleCommand(
      sleepers.filter((sleeper) => sleeper.pods === pods).map(({ name }) => name),
      pods,
    ),
  );
}

function jobs(
  sleepers: readonly Sleeper[],
  { from, timeZone, until, weekends }: SleepSettings,
  image: string,
): Readonly<Record<keyof typeof sleepJobs, ScheduledWorkload>> {
  const names = sleepers.map(({ name }) => name);
  const job = {
    kind: "scheduled",
    image,
    timeZone,
    permissions: permissions(names),
    connectsTo: [apiServer],
    // Where kubectl keeps what it learns of the API server.
    config: { HOME: "/tmp" },
    resources,
    deadlineSeconds: 300,
  } as const;
  const commands = wakeCommands(sleepers);
  const [last = []] = commands.slice(-1);
  const before = commands.slice(0, -1).map((command, index) => [`wake-${String(index + 1)}`, { command }] as const);
  return {
    // Every evening, at weekends as well: whoever was woken on a Saturday sleeps again at night.
    sleep: { ...job, schedule: cron(from, "*"), command: scaleCommand(names, 0) },
    wake: {
      ...job,
      schedule: cron(until, weekends ? "1-5" : "*"),
      command: last,
      ...(before.length === 0 ? {} : { before: Object.fromEntries(before) }),
    },
  };
}

/**
 * Nothing is amiss while nobody is asked for a pod: an alert holds only beside somebody who is awake. Looking at the
 * pods rather than at the clock, it is right on holidays, after a deployment at night, and when clocks change.
 */
function silenced(when: string, sleepers: readonly Sleeper[]): string {
  const names = sleepers.map(({ name }) => name).join("|");
  return `(${when}) unless on () (sum(kube_deployment_spec_replicas{namespace="$namespace",deployment=~"${names}"}) == 0)`;
}

/**
 * An application that sleeps at night: with the two jobs that scale it down and up, and alerts that keep quiet
 * meanwhile. Autoscalers stop by themselves at no pods, and go on when there are some.
 *
 * @param image kubectl's, from wherever images come
 */
export function withSleep(application: Application, settings: SleepSettings, image: string): Application {
  const sleepers = sleepersOf(application);
  if (sleepers.length === 0) return application;
  const { alerts, signatures, workloads } = application;
  return {
    ...application,
    workloads: { ...workloads, ...jobs(sleepers, settings, image) },
    ...(alerts === undefined
      ? {}
      : {
          alerts: alerts.map((group) => ({
            ...group,
            alerts: group.alerts.map((alert) => ({ ...alert, when: silenced(alert.when, sleepers) })),
          })),
        }),
    ...(signatures?.onlyFrom === undefined
      ? {}
      : { signatures: { ...signatures, onlyFrom: [...signatures.onlyFrom, image] } }),
  };
}

const minutesADay = 24 * 60;

/** The share of a week that an environment is awake, from 0 to 1. */
export function awakeShare({ from, until, weekends }: SleepSettings): number {
  const night = (minuteOfDay(until) - minuteOfDay(from) + minutesADay) % minutesADay;
  const awake = minutesADay - night;
  return (awake * (weekends ? 5 : 7)) / (minutesADay * 7);
}

/** What is wrong with sleep in this application, as sentences. */
export function sleepErrors({ workloads }: Application, { from, until }: SleepSettings): readonly string[] {
  return [
    ...Object.values(sleepJobs)
      .filter((name) => Object.hasOwn(workloads, name))
      .map(
        (name) =>
          `sleep adds a job with the name ${name}, which a workload of this system has already; remove sleep, or rename the workload.`,
      ),
    ...(minuteOfDay(from) === minuteOfDay(until)
      ? [`sleep.from and sleep.until are both ${from}; name two times, such as 20:00 and 07:00.`]
      : []),
  ];
}
