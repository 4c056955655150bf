import type { V1Container, V1PodSpec } from "@kubernetes/client-node";
import { quantity } from "./quantity";

/** What pods take from a node: CPUs, bytes of memory, and the number of pods. */
export interface Resources {
  readonly cpu: number;
  readonly memory: number;
  readonly pods: number;
}

/** Nothing taken. */
export const nothing: Resources = { cpu: 0, memory: 0, pods: 0 };

/** Both together. */
export function add(one: Resources, other: Resources): Resources {
  return { cpu: one.cpu + other.cpu, memory: one.memory + other.memory, pods: one.pods + other.pods };
}

/** What is left of one when the other is taken from it. */
export function subtract(one: Resources, other: Resources): Resources {
  return { cpu: one.cpu - other.cpu, memory: one.memory - other.memory, pods: one.pods - other.pods };
}

/** Whether something fits into what is free; a millionth of slack for decimal fractions. */
export function fits(wanted: Resources, free: Resources): boolean {
  return wanted.cpu <= free.cpu + 1e-6 && wanted.memory <= free.memory * (1 + 1e-9) && wanted.pods <= free.pods;
}

function largest(one: Resources, other: Resources): Resources {
  return { cpu: Math.max(one.cpu, other.cpu), memory: Math.max(one.memory, other.memory), pods: 0 };
}

function ofContainer(container: V1Container): Resources {
  // A limit without a request is a request, too; the API server has filled that in.
  const requests = container.resources?.requests ?? {};
  return { cpu: quantity(requests["cpu"]), memory: quantity(requests["memory"]), pods: 0 };
}

/**
 * What a pod requests, as the scheduler counts it: its containers and sidecars together, or a single init container
 * with the sidecars before it where that is more, and the overhead of its runtime.
 */
export function podRequests(pod: {
  readonly spec?: Pick<V1PodSpec, "containers" | "initContainers" | "overhead">;
}): Resources {
  let sidecars = nothing;
  let peak = nothing;
  for (const container of pod.spec?.initContainers ?? []) {
    const own = ofContainer(container);
    if (container.restartPolicy === "Always") sidecars = add(sidecars, own);
    else peak = largest(peak, add(sidecars, own));
  }
  const running = (pod.spec?.containers ?? []).map(ofContainer).reduce(add, sidecars);
  const overhead = pod.spec?.overhead ?? {};
  return {
    ...add(largest(peak, running), { cpu: quantity(overhead["cpu"]), memory: quantity(overhead["memory"]), pods: 0 }),
    pods: 1,
  };
}
