import type { ClusterCapabilities, NodePool, StorageClassSpec } from "../components/cluster/contract";
import type { OwnerOutputs } from "../plan/answers";
import { isRelease } from "../plan/answers";
import { ownerFlags } from "../plan/owner";
import { type Plan, plan, planOf } from "../plan/plan";
import { type ProgramRun, runProgram } from "../plan/program";
import { type Flags, readStack, type StackInput } from "../plan/stack-file";
import { clear } from "../plan/wire";
import { ActingAnswers, type Activity } from "./acting-answers";
import { latestOf, readApplied, writeApplied } from "./applied-objects";
import type { ChartSource, Helm } from "./helm";
import {
  type Inventory,
  keepInventory,
  keyOf,
  obsoleteObjects,
  obsoleteReleases,
  readInventory,
  writeInventory,
} from "./inventory";
import { type Change, type ClusterObjects, showReference } from "./objects";
import { chartRequest } from "./requested";

/** What a stack's plan says of its cluster. */
export interface ClusterFacts {
  readonly kind: string;
  readonly capabilities: ClusterCapabilities;
  readonly nodePools: readonly NodePool[];
  readonly storageClasses: readonly StorageClassSpec[];
}

/** A stack on its way into a cluster. */
export interface Rehearsed {
  readonly input: StackInput;
  readonly run: ProgramRun;
  /** What this run made, changed, left as it was, and removed. */
  readonly changes: Readonly<Record<Change, number>>;
  readonly removed: readonly string[];
  /** Seconds from the first to the last object of each layer. */
  readonly seconds: Readonly<Record<string, number>>;
}

/** Where a rehearsal takes place. */
export interface Stage {
  readonly cluster: ClusterObjects;
  readonly helm: Helm;
  readonly charts: ChartSource;
  readonly loadBalancer: "ip" | "hostname" | "none";
  readonly onActivity: (activity: Activity) => void;
  /** Stops what is under way, so that what was made can be removed. */
  readonly signal?: AbortSignal;
}

/** What a plan says of the cluster that the stack runs on. */
export function clusterFacts({ run }: Plan): ClusterFacts {
  return clear(run.outputs["shared"]) as ClusterFacts;
}

/** The charts that a plan installs. */
export function plannedCharts({ run }: Plan): readonly ReturnType<typeof chartRequest>[] {
  return run.registrations
    .filter(({ type }) => isRelease(type))
    .map((registration) =>
      chartRequest({ ...registration, inputs: clear(registration.inputs) as Record<string, unknown> }),
    );
}

/** The stacks to rehearse for a stack, in order: the owner of a shared cluster comes first. */
export async function stacksFor(flags: Flags): Promise<readonly Plan[]> {
  return stacksOf(await readStack(flags));
}

/** The same for a stack that has been read. */
export async function stacksOf(input: StackInput): Promise<readonly Plan[]> {
  const own = await planOf(input);
  const owner = ownerFlags(input);
  return owner === undefined ? [own] : [await plan(owner.flags), own];
}

async function prune(stage: Stage, before: Inventory, now: Inventory): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const object of obsoleteObjects(before, now)) {
    await stage.cluster.remove(object);
    removed.push(showReference(object));
  }
  for (const { name, namespace } of obsoleteReleases(before, now)) {
    await stage.helm.uninstall(name, namespace);
    removed.push(`release ${namespace}/${name}`);
  }
  return removed;
}

/** What is in the cluster while a run is under way: what earlier runs made, and what this one has made so far. */
function interim(before: Inventory, made: Inventory): Inventory {
  return {
    objects: [...before.objects, ...made.objects],
    releases: [
      ...before.releases.filter(({ name }) => !made.releases.some((release) => release.name === name)),
      ...made.releases,
    ],
    random: { ...before.random, ...made.random },
  };
}

/** Keeps what a run applied before it failed, beside what it left as it was. */
async function keepApplied(
  cluster: ClusterObjects,
  stack: string,
  before: Inventory,
  { applied, inventory }: ActingAnswers,
): Promise<void> {
  const kept = [...new Map(interim(before, inventory).objects.map((object) => [keyOf(object), object])).values()];
  await writeApplied(cluster, stack, latestOf(await readApplied(cluster, stack), applied, kept));
}

/** Runs the program of one stack against the cluster, and removes what earlier runs made and this one doesn't want. */
export async function rehearseStack(
  stage: Stage,
  { input }: Plan,
  owners: Readonly<Record<string, OwnerOutputs>>,
): Promise<Rehearsed> {
  const before = await readInventory(stage.cluster, input.stack);
  const changes = { created: 0, changed: 0, unchanged: 0 };
  const times = new Map<string, { first: number; last: number }>();
  const started = Date.now();
  const keeper = keepInventory(stage.cluster, input.stack, () => interim(before, answers.inventory));
  const answers: ActingAnswers = new ActingAnswers({
    ...stage,
    before,
    owners,
    record: () => keeper.record(),
    onActivity: (activity) => {
      changes[activity.change] += 1;
      const layer = activity.layer ?? "cluster";
      times.set(layer, { first: times.get(layer)?.first ?? started, last: Date.now() });
      stage.onActivity(activity);
    },
  });
  try {
    const run = await runProgram(input.raw, input.stack, answers);
    const removed = await prune(stage, before, answers.inventory);
    const seconds = Object.fromEntries([...times].map(([layer, { first, last }]) => [layer, (last - first) / 1000]));
    await writeInventory(stage.cluster, input.stack, answers.inventory);
    await writeApplied(stage.cluster, input.stack, answers.applied);
    return { input, run, changes, removed, seconds };
  } catch (error) {
    // What it was about to make is kept already; what it finished spares the next run some work.
    await keeper.record().catch(() => undefined);
    await keepApplied(stage.cluster, input.stack, before, answers).catch(() => undefined);
    throw error;
  }
}

/** Outputs by which a later stack refers to this one. */
export function ownerOutputs(own: Plan, { outputs }: ProgramRun): Readonly<Record<string, OwnerOutputs>> {
  const owner = ownerFlags(own.input);
  return owner === undefined ? {} : { [owner.stack]: clear(outputs) as OwnerOutputs };
}
