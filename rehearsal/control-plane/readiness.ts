import { setTimeout as sleep } from "node:timers/promises";
import { UsageError } from "../../components/errors";
import { retried } from "../passing";
import type { ClusterClient } from "./api";
import type { Progress } from "./contract";
import type { NodePlacement } from "./placement";
import { placementOf } from "./placement";
import type { Rollout } from "./rollout";
import { daemonSetRollout, deploymentRollout, jobRollout, statefulSetRollout } from "./rollout";
import type { matches, Surroundings } from "./workload-reasons";
import { claimReason, workloadReasons } from "./workload-reasons";

/** What to wait for, and how long. */
export interface WaitOptions {
  readonly timeoutSeconds: number;
  /** @default all namespaces */
  readonly namespaces?: readonly string[];
  /** Give up before the time is over when nothing has changed for so long. @default the whole time */
  readonly stillSeconds?: number;
  /** Ends the wait. */
  readonly signal?: AbortSignal;
}

/** Something that should run and doesn't. */
export interface NotReady {
  readonly kind: "Deployment" | "StatefulSet" | "DaemonSet" | "Job" | "PersistentVolumeClaim";
  readonly namespace: string;
  readonly name: string;
  /** How far it is, in one sentence. */
  readonly message: string;
  /** Why, in the words of the scheduler and of the controllers. */
  readonly reasons: readonly string[];
}

/** How the wait ended. */
export interface WorkloadsReport {
  readonly ready: boolean;
  readonly workloads: number;
  readonly notReady: readonly NotReady[];
  readonly placement: readonly NodePlacement[];
  readonly seconds: number;
}

interface Workload {
  readonly kind: NotReady["kind"];
  readonly namespace: string;
  readonly name: string;
  readonly selector: Parameters<typeof matches>[0];
  readonly rollout: Rollout;
}

interface Described {
  readonly metadata?: { name?: string; namespace?: string };
  readonly spec?: { selector?: { matchLabels?: Record<string, string> } };
}

function workload<Kind extends Described>(kind: NotReady["kind"], judge: (one: Kind) => Rollout) {
  return (one: Kind): Workload => ({
    kind,
    namespace: one.metadata?.namespace ?? "",
    name: one.metadata?.name ?? "",
    selector: one.spec?.selector,
    rollout: judge(one),
  });
}

async function workloadsOf(client: ClusterClient): Promise<Workload[]> {
  const [deployments, statefulSets, daemonSets, jobs] = await Promise.all([
    client.apps.listDeploymentForAllNamespaces(),
    client.apps.listStatefulSetForAllNamespaces(),
    client.apps.listDaemonSetForAllNamespaces(),
    client.batch.listJobForAllNamespaces(),
  ]);
  return [
    ...deployments.items.map(workload("Deployment", deploymentRollout)),
    ...statefulSets.items.map(workload("StatefulSet", statefulSetRollout)),
    ...daemonSets.items.map(workload("DaemonSet", daemonSetRollout)),
    ...jobs.items.map(workload("Job", jobRollout)),
  ];
}

async function explain(client: ClusterClient, workloads: readonly Workload[], inScope: (name: string) => boolean) {
  const [pods, claims, events, nodes] = await Promise.all([
    client.core.listPodForAllNamespaces(),
    client.core.listPersistentVolumeClaimForAllNamespaces(),
    client.core.listEventForAllNamespaces(),
    client.core.listNode(),
  ]);
  const around = (namespace: string): Surroundings => ({
    pods: pods.items.filter((pod) => pod.metadata?.namespace === namespace),
    claims: claims.items.filter((claim) => claim.metadata?.namespace === namespace),
    events: events.items.filter((event) => event.metadata.namespace === namespace),
  });
  const late = workloads.flatMap(({ kind, namespace, name, selector, rollout }): NotReady[] =>
    rollout.state === "ready"
      ? []
      : [
          {
            kind,
            namespace,
            name,
            message: rollout.message,
            reasons: workloadReasons(name, selector, around(namespace)),
          },
        ],
  );
  const unbound = claims.items.flatMap((claim): NotReady[] => {
    const { name = "", namespace = "" } = claim.metadata ?? {};
    const reason = inScope(namespace) ? claimReason(claim, around(namespace).events) : undefined;
    // A claim that waits for its first pod is as it should be, while no pod asks for it.
    const asked = pods.items.some(
      (pod) =>
        pod.metadata?.namespace === namespace &&
        (pod.spec?.volumes ?? []).some((volume) => volume.persistentVolumeClaim?.claimName === name),
    );
    const kind = "PersistentVolumeClaim";
    return reason === undefined || !asked ? [] : [{ kind, namespace, name, message: reason, reasons: [] }];
  });
  return { notReady: [...late, ...unbound], placement: placementOf(nodes.items, pods.items) };
}

/**
 * Waits until every Deployment, StatefulSet, DaemonSet and Job is ready as `kubectl rollout status` defines it, or has
 * failed for good, or the time is over. Then tells how the pods were placed, and what isn't ready and why.
 *
 * @throws UsageError when it is ended before that
 */
export async function waitForWorkloads(
  client: ClusterClient,
  options: WaitOptions,
  progress: Progress,
): Promise<WorkloadsReport> {
  const started = Date.now();
  const inScope = (namespace: string): boolean => options.namespaces?.includes(namespace) ?? true;
  const still = (options.stillSeconds ?? options.timeoutSeconds) * 1000;
  let changed = started;
  let last = "";
  for (;;) {
    const workloads = (await retried(() => workloadsOf(client))).filter((one) => inScope(one.namespace));
    const waiting = workloads.filter((one) => one.rollout.state === "waiting");
    const state = JSON.stringify(waiting);
    if (state !== last) {
      changed = Date.now();
      last = state;
      progress(`${workloads.length - waiting.length} of ${workloads.length} workloads are settled`);
    }
    const isOver = Date.now() > started + options.timeoutSeconds * 1000 || Date.now() > changed + still;
    if (waiting.length === 0 || isOver) {
      const { notReady, placement } = await retried(() => explain(client, workloads, inScope));
      const seconds = (Date.now() - started) / 1000;
      return { ready: notReady.length === 0, workloads: workloads.length, notReady, placement, seconds };
    }
    await sleep(300);
    if (options.signal?.aborted === true) throw new UsageError("Interrupted while workloads were getting ready.");
  }
}
