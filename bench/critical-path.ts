import type { Environment } from "../components/environment";
import { UsageError } from "../components/errors";
import { planFiles, planList } from "../plan/manifests";
import { plan } from "../plan/plan";
import { latencies, latencyKey, latencyOf, secondsOf } from "./latencies";
import { markdownTable, ratio } from "./markdown";
import { mustWait, necessaryTasks, necessity, type Parts, type TimedKind } from "./necessity";
import { type PlannedResource, tasksOf } from "./ordering";
import { criticalPath, duration, type Timed } from "./schedule";

/** The stacks whose first `up` is computed. */
const stacks: readonly { readonly env: Environment; readonly cluster: TimedKind }[] = [
  ...(["dev", "staging", "prod"] as const).flatMap((env) =>
    (["doks", "eks", "gke"] as const).map((cluster) => ({ env, cluster })),
  ),
  { env: "staging", cluster: "stack" },
];

/** A resource on the critical path. */
interface Stage extends Timed {
  /** Name in the table of latencies. */
  readonly key: string;
  /** Whether it has to wait for the one before. */
  readonly needed: boolean;
}

/** A stack's `up` in theory. */
interface Forecast {
  readonly name: string;
  readonly path: readonly Stage[];
  readonly needed: readonly (Timed & { readonly because: string })[];
  readonly seconds: number;
  readonly least: number;
}

/** The parts of a stack, as its list of resources shows them. */
export function partsOf(resources: readonly PlannedResource[]): Parts {
  const release = (name: string): boolean =>
    resources.some((resource) => resource.type === "kubernetes:helm.sh/v3:Release" && resource.name === name);
  const kind = (suffix: string): boolean =>
    resources.some(({ type }) => type.startsWith("kubernetes:") && type.endsWith(suffix));
  return {
    ingress: release("ingress-nginx"),
    certificates: release("cert-manager"),
    dapr: release("dapr"),
    monitoring: release("kube-prometheus-stack"),
    logs: release("loki"),
    routes: kind(":Ingress"),
    volumes: kind(":StatefulSet"),
  };
}

function resourcesOf(files: ReturnType<typeof planFiles>): readonly PlannedResource[] {
  const list = files.find(({ path }) => path === planList);
  if (list === undefined) throw new UsageError(`The plan has no ${planList}.`);
  return (JSON.parse(list.text) as { readonly resources: readonly PlannedResource[] }).resources;
}

/** What the first `up` of a stack of the Todo system takes, and what it can't be shorter than. */
export async function forecast(env: Environment, cluster: TimedKind): Promise<Forecast> {
  const { run } = await plan({ env, cluster });
  const resources = resourcesOf(planFiles(run.registrations, run.outputs));
  const keys = new Map(resources.map((resource) => [resource.urn, latencyKey(resource, cluster)]));
  const steps = necessity(cluster, partsOf(resources));
  const reasons = new Map(steps.map(({ id, because }) => [id, because]));
  const tasks = tasksOf(resources, (resource) => secondsOf(resource, cluster));
  const necessary = necessaryTasks(steps);
  // What takes no time, such as a provider, delays nobody.
  const keyed = criticalPath(tasks)
    .filter(({ seconds }) => seconds > 0)
    .map((task) => ({ ...task, key: keys.get(task.id) ?? task.id }));
  return {
    name: `${env} on ${cluster}`,
    path: keyed.map((task, index) => {
      const before = keyed[index - 1];
      return { ...task, needed: before === undefined ? reasons.has(task.key) : mustWait(steps, task.key, before.key) };
    }),
    needed: criticalPath(necessary)
      .filter(({ seconds }) => seconds > 0)
      .map((task) => ({ ...task, because: reasons.get(task.id) ?? "" })),
    seconds: duration(tasks),
    least: duration(necessary),
  };
}

function clock(seconds: number): string {
  return `${String(Math.floor(seconds / 60))}:${String(Math.round(seconds % 60)).padStart(2, "0")}`;
}

/** A type as people call it: `Cluster`, `Release dapr`. */
function shortKey(key: string): string {
  const [first = "", ...rest] = key.split(" ");
  return [first.split(":").at(-1), ...rest].join(" ");
}

/** Paths that are alike in all but the stack's name are shown once. */
function pathTables(forecasts: readonly Forecast[]): readonly string[] {
  const alike = new Map<string, Forecast[]>();
  for (const one of forecasts) {
    const shape = one.path.map(({ key, end }) => `${key} ${String(end)}`).join("\n");
    alike.set(shape, [...(alike.get(shape) ?? []), one]);
  }
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    return [
      `#### ${same.map(({ name }) => name).join(", ")}`,
      "",
      ...markdownTable(
        ["starts", "takes", "ends", "resource", "must wait for the one above"],
        first.path.map(({ start, seconds, end, key, needed, id }) => [
          clock(start),
          clock(seconds),
          clock(end),
          `${shortKey(key)} \`${id.split("::").at(-1) ?? id}\``,
          needed ? "yes" : "**no**",
        ]),
      ),
      "",
      `The unavoidable chain: ${first.needed
        .map(({ id, seconds, because }) => `${shortKey(id)} ${clock(seconds)} (${because})`)
        .join(" → ")}.`,
      "",
    ];
  });
}

function latencyTable(): readonly string[] {
  return markdownTable(
    ["resource", "typical", "source"],
    Object.entries(latencies).map(([key, { seconds, source }]) => [shortKey(key), clock(seconds), source]),
  );
}

/** The section of the results on the critical path of a first `up`. */
export async function criticalPathSection(): Promise<readonly string[]> {
  const forecasts: Forecast[] = [];
  // One after the other: Pulumi's runtime is global to the process.
  for (const { env, cluster } of stacks) forecasts.push(await forecast(env, cluster));
  return [
    "How long a first `up` takes, computed from `plan.json`: every resource starts when its dependencies and its provider",
    "are there, and takes what is typical of its kind. Against it the least that any tool must wait for, by what physically",
    "depends on what. Goal: within 1.05×. What pods wait for inside the cluster (a volume's driver, DNS) is in neither.",
    "",
    ...markdownTable(
      ["stack", "first `up`", "unavoidable", "ratio"],
      forecasts.map(({ name, seconds, least }) => [name, clock(seconds), clock(least), ratio(seconds / least)]),
    ),
    "",
    "### The paths",
    "",
    ...pathTables(forecasts),
    "### Latencies",
    "",
    ...latencyTable(),
    "",
    `Anything else: ${String(latencyOf("").seconds)} s, one call.`,
  ];
}
