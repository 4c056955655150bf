import type { OwnerOutputs } from "../plan/answers";
import type { Plan } from "../plan/plan";
import type { Activity } from "./acting-answers";
import { clientOf } from "./control-plane/api";
import { type WorkloadsReport, waitForWorkloads } from "./control-plane/readiness";
import type { ChartSource } from "./helm";
import { ClusterObjects, unanswered } from "./objects";
import { actSecretOperators } from "./operator-secrets";
import { type ClusterFacts, clusterFacts, ownerOutputs, type Rehearsed, rehearseStack, type Stage } from "./rehearse";
import { openSession, type Session, type SessionOptions } from "./session";

/** Seconds without any change after which waiting is pointless. */
const stillSeconds = 45;

/** Seconds that workloads may take to get ready, unless somebody says otherwise. */
const usualTimeout = 240;

/** Stacks in a cluster. */
export interface StacksInCluster {
  readonly stacks: readonly Rehearsed[];
  /** Secrets that were made with stand-ins, as operators would make them of the stacks' objects. */
  readonly operatorSecrets: readonly string[];
}

/** How stacks are put into a cluster. */
export interface StacksOptions {
  readonly charts: ChartSource;
  /** Stops what is under way. */
  readonly signal?: AbortSignal;
  readonly onActivity: (plan: Plan, activity: Activity) => void;
  /** Outputs of owners that were deployed for themselves, by stack: those are left as they are. @default none */
  readonly deployed?: Readonly<Record<string, OwnerOutputs>>;
}

/** The cluster's facts, told by the stack that owns it, which is the first. */
export function factsOf(plans: readonly Plan[]): ClusterFacts {
  const [first] = plans;
  if (first === undefined) throw new Error("nothing is planned");
  return clusterFacts(first);
}

/** Starts or takes the cluster that stacks are planned for. */
export function openSessionFor(
  plans: readonly Plan[],
  options: Omit<SessionOptions, "facts" | "madeStorageClasses">,
): Promise<Session> {
  const madeStorageClasses = plans
    .flatMap(({ run }) => run.registrations)
    .filter(({ type }) => type.endsWith(":StorageClass"))
    .map(({ id }) => id);
  return openSession({ ...options, facts: factsOf(plans), madeStorageClasses });
}

/** Puts stacks into a cluster, the owner of a shared one first. */
export async function putStacks(
  { controlPlane, helm, kubeconfig }: Session,
  plans: readonly Plan[],
  { deployed = {}, onActivity, ...options }: StacksOptions,
): Promise<StacksInCluster> {
  const { loadBalancer } = factsOf(plans).capabilities;
  const own = plans.at(-1);
  // What it calls created and changed counts from here.
  const cluster = new ClusterObjects(kubeconfig);
  const stacks: Rehearsed[] = [];
  const operatorSecrets: string[] = [];
  let owners: Readonly<Record<string, OwnerOutputs>> = deployed;
  for (const plan of plans.filter(({ input }) => !Object.hasOwn(deployed, input.stack))) {
    const stage: Stage = {
      ...options,
      cluster,
      helm,
      loadBalancer,
      onActivity: (activity) => onActivity(plan, activity),
    };
    const rehearsed = await rehearseStack(stage, plan, owners);
    stacks.push(rehearsed);
    // On a cluster that was there before, the operators themselves do it.
    if (controlPlane !== undefined)
      operatorSecrets.push(...(await actSecretOperators(cluster, rehearsed.run.registrations)));
    if (own !== undefined) owners = { ...deployed, ...ownerOutputs(own, rehearsed.run) };
  }
  return { stacks, operatorSecrets };
}

/** Tells activities as progress, counted by stack. */
export function counted(progress: (message: string) => void): StacksOptions["onActivity"] {
  const counts = new Map<Plan, number>();
  return (plan, { layer, what }) => {
    const count = (counts.get(plan) ?? 0) + 1;
    counts.set(plan, count);
    const total = plan.run.registrations.filter(
      ({ custom, read, type }) => custom && !read && type.startsWith("kubernetes:"),
    ).length;
    progress(`${plan.input.stack}, ${layer ?? "cluster"}: ${what} (${String(count)} of ${String(total)})`);
  };
}

/** Namespaces that stacks make. */
function namespacesOf(plans: readonly Plan[]): readonly string[] {
  return plans
    .flatMap(({ run }) => run.registrations)
    .filter(({ type }) => type === "kubernetes:core/v1:Namespace")
    .map(({ id }) => id);
}

/** How long is waited. */
export interface StacksPatience {
  /** Seconds that workloads may take to get ready. @default 240 */
  readonly timeout?: number | undefined;
  /** Ends the wait. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits for the workloads of stacks.
 *
 * @throws UsageError when it is ended before that, or when nobody answers
 */
export async function waitForStacks(
  { controlPlane, kubeconfig }: Session,
  plans: readonly Plan[],
  progress: (message: string) => void,
  { signal, timeout: timeoutSeconds = usualTimeout }: StacksPatience = {},
): Promise<WorkloadsReport> {
  // Whatever else runs on a cluster that was there before is none of our business.
  const scope = controlPlane === undefined ? { namespaces: namespacesOf(plans) } : {};
  const patience = { timeoutSeconds, stillSeconds, ...(signal === undefined ? {} : { signal }) };
  try {
    return await waitForWorkloads(clientOf(kubeconfig), { ...patience, ...scope }, progress);
  } catch (error) {
    throw unanswered("workloads could not be watched", error);
  }
}
