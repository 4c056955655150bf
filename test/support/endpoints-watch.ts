import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { KubeConfig, type V1EndpointSlice, Watch } from "@kubernetes/client-node";

/** What stood behind a Service while it was watched: names of the ready pods, in every state, in order. */
export type WatchedStates = readonly (readonly string[])[];

function readyPods({ endpoints = [] }: V1EndpointSlice): readonly string[] {
  return endpoints
    .filter(({ conditions }) => conditions?.ready === true)
    .map(({ targetRef }) => targetRef?.name ?? "none");
}

/** Every state that a Service's endpoints go through while something is done, as the API server tells them. */
export async function watchingEndpoints(
  kubeconfig: string,
  { name, namespace }: { readonly name: string; readonly namespace: string },
  action: () => Promise<void>,
): Promise<WatchedStates> {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const states: (readonly string[])[] = [];
  const ended: unknown[] = [];
  // Nothing at all is told while pods stay as they are, and a watch gives up on silence after half a minute.
  const patient = new Watch(config);
  Reflect.set(patient, "requestTimeoutMs", 600_000);
  const request = await patient.watch(
    `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`,
    { labelSelector: `kubernetes.io/service-name=${name}` },
    (phase, slice: V1EndpointSlice) => {
      states.push(phase === "DELETED" ? [] : readyPods(slice));
    },
    (error) => ended.push(error),
  );
  try {
    await action();
    // What was told last may still be under way.
    await wait(1000);
    assert.deepEqual(ended, [], "the watch saw it to its end");
  } finally {
    request.abort();
  }
  return states;
}
