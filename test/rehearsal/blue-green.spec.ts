import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { KubeConfig, type V1EndpointSlice, Watch } from "@kubernetes/client-node";
import { stringify } from "yaml";
import type { Slot } from "../../components/application/contract";
import { removeControlPlane } from "../../rehearsal/control-plane/control-plane";
import { freshName, rehearseOnce } from "./rehearse-once";

const service = "detection-api";
const namespace = "detection-system-staging";

/** What stood behind the Service while it was watched. */
interface Watched {
  /** States in which no pod was ready. */
  readonly empty: number;
  readonly states: number;
  /** Slots whose pods were ready at the end. */
  readonly slots: readonly string[];
}

/** Slots of the ready pods of an EndpointSlice. */
function readySlots({ endpoints = [] }: V1EndpointSlice): readonly string[] {
  return endpoints
    .filter(({ conditions }) => conditions?.ready === true)
    .map(({ targetRef }) => /^detection-api-(blue|green)-/.exec(targetRef?.name ?? "")?.[1] ?? "none");
}

/** Every state that the Service's endpoints go through while something is done, as the API server tells them. */
async function watching(kubeconfig: string, action: () => Promise<void>): Promise<Watched> {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const states: (readonly string[])[] = [];
  const ended: unknown[] = [];
  const request = await new Watch(config).watch(
    `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`,
    { labelSelector: `kubernetes.io/service-name=${service}` },
    (phase, slice: V1EndpointSlice) => {
      states.push(phase === "DELETED" ? [] : readySlots(slice));
    },
    (error) => ended.push(error),
  );
  await action();
  // What was told last may still be under way.
  await wait(1000);
  assert.deepEqual(ended, [], "the watch saw it to its end");
  request.abort();
  return {
    empty: states.filter((ready) => ready.length === 0).length,
    states: states.length,
    slots: [...new Set(states.at(-1))],
  };
}

describe("detection-api, switched from one slot to the other", function () {
  this.timeout(600_000);
  const name = freshName();
  const folder = mkdtempSync(join(tmpdir(), "slots-"));
  let kubeconfig = "";
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await removeControlPlane(name);
  });

  /** Rehearses the stack with that slot, on the control plane that the first run leaves. */
  const rehearse = (slot: Slot): Promise<void> => {
    const config = join(folder, "Pulumi.staging.yaml");
    writeFileSync(
      config,
      stringify({
        config: {
          "rootstock:system": "detection-api",
          "rootstock:environment": "staging",
          "rootstock:imageTag": { default: "v1.4.0", "detection-api-blue": "v1.4.0", "detection-api-green": "v1.5.0" },
          "rootstock:slots": { "detection-api": slot },
          "rootstock:cluster": { kind: "kubeconfig" },
        },
      }),
    );
    return rehearseOnce(
      { config, keep: true },
      (result, { session }) => {
        assert.deepEqual(result.workloads.notReady, []);
        kubeconfig = session.kubeconfig;
      },
      name,
    );
  };

  it("goes up on blue", () => rehearse("blue"));

  for (const slot of ["green", "blue"] as const) {
    it(`serves from ${slot}, and was never without a ready pod`, async () => {
      const { empty, states, slots } = await watching(kubeconfig, () => rehearse(slot));
      assert.deepEqual(slots, [slot]);
      assert.ok(states > 1, String(states));
      assert.equal(empty, 0);
    });
  }
});
