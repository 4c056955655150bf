import { parseQuantity } from "../components/quantities";
import type { Amounts, Context, PlannedObject } from "./contract";
import { find, namespaceOf, ofKind, specOf } from "./objects";
import { type Container, isPostgres, type PlannedPod } from "./pods";
import type { Labels } from "./selectors";

/** The spec of a HorizontalPodAutoscaler. */
export interface ScalerSpec {
  readonly scaleTargetRef: { readonly kind: string; readonly name: string };
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

/** The workload that an autoscaler scales. */
export function scaledBy(context: Context, scaler: PlannedObject): PlannedObject | undefined {
  const { scaleTargetRef } = specOf<ScalerSpec>(scaler);
  return scaleTargetRef === undefined
    ? undefined
    : find(context, scaleTargetRef.kind, namespaceOf(scaler), scaleTargetRef.name);
}

/** How many pods there are of a kind, at least and at most; jobs are taken to run one at a time. */
export function counts(context: Context, { owner }: PlannedPod): { readonly min: number; readonly max: number } {
  const scaler = ofKind(context, "HorizontalPodAutoscaler").find((object) => scaledBy(context, object) === owner);
  if (scaler !== undefined) {
    const { minReplicas = 1, maxReplicas = minReplicas } = specOf<ScalerSpec>(scaler);
    return { min: minReplicas, max: maxReplicas };
  }
  const { replicas, instances } = specOf<{ readonly replicas: number; readonly instances: number }>(owner);
  const count = (isPostgres(owner) ? instances : replicas) ?? 1;
  return owner.kind === "CronJob" || owner.kind === "Job" ? { min: 0, max: 1 } : { min: count, max: count };
}

const none: Amounts = { cpu: 0, memory: 0 };

/** An amount; none where only the deployment tells it. */
function quantity(text: string | undefined): number {
  return text !== undefined && /^\d/.test(text) ? parseQuantity(text) : 0;
}

function amountsOf(map: Labels | undefined): Amounts {
  return { cpu: quantity(map?.["cpu"]), memory: quantity(map?.["memory"]) };
}

function plus(a: Amounts, b: Amounts): Amounts {
  return { cpu: a.cpu + b.cpu, memory: a.memory + b.memory };
}

/** What Dapr's injector adds to a pod, as its annotations say. */
function sidecar({ annotations }: PlannedPod, part: "request" | "limit"): Amounts {
  if (annotations["dapr.io/enabled"] !== "true") return none;
  const amount = (what: "cpu" | "memory"): number => quantity(annotations[`dapr.io/sidecar-${what}-${part}`]);
  return { cpu: amount("cpu"), memory: amount("memory") };
}

/** What one pod requests, or may use; what runs first has ended by then, so the larger counts. */
export function amountsOfPod(pod: PlannedPod, part: "requests" | "limits"): Amounts {
  if (isPostgres(pod.owner)) {
    const { resources } = specOf<{ readonly resources: Readonly<Record<string, Labels>> }>(pod.owner);
    return amountsOf(resources?.[part]);
  }
  const sum = (containers: readonly Container[]): Amounts =>
    containers.reduce((total, { resources }) => plus(total, amountsOf(resources?.[part])), none);
  const running = sum(pod.spec?.containers ?? []);
  const first = (pod.spec?.initContainers ?? []).map(({ resources }) => amountsOf(resources?.[part]));
  return plus(
    {
      cpu: Math.max(running.cpu, ...first.map(({ cpu }) => cpu)),
      memory: Math.max(running.memory, ...first.map(({ memory }) => memory)),
    },
    sidecar(pod, part === "requests" ? "request" : "limit"),
  );
}

/** What pods ask for together at their most. */
export function atMost(
  context: Context,
  pods: readonly PlannedPod[],
): { readonly pods: number; readonly requests: Amounts; readonly limits: Amounts } {
  return pods.reduce(
    (total, pod) => {
      const { max } = counts(context, pod);
      const times = (part: "requests" | "limits"): Amounts => {
        const { cpu, memory } = amountsOfPod(pod, part);
        return { cpu: cpu * max, memory: memory * max };
      };
      return {
        pods: total.pods + max,
        requests: plus(total.requests, times("requests")),
        limits: plus(total.limits, times("limits")),
      };
    },
    { pods: 0, requests: none, limits: none },
  );
}
