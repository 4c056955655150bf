import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { DiscoveryV1Api, KubeConfig } from "@kubernetes/client-node";
import { stringify } from "yaml";
import type { Slot } from "../../components/application/contract";
import { removeControlPlane } from "../../rehearsal/control-plane/control-plane";
import { freshName, rehearseOnce } from "./rehearse-once";

const service = "detection-api";
const namespace = "detection-system-staging";

/** What stood behind the Service while somebody looked. */
interface Watched {
  /** Looks at which no pod was ready. */
  readonly empty: number;
  readonly looks: number;
  /** Slots whose pods were ready at the last look. */
  readonly slots: readonly string[];
}

/** Looks at the ready endpoints of the Service while something is done. */
async function watching(kubeconfig: string, action: () => Promise<void>): Promise<Watched> {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const discovery = config.makeApiClient(DiscoveryV1Api);
  const looked: (readonly string[])[] = [];
  const look = async (): Promise<void> => {
    const labelSelector = `kubernetes.io/service-name=${service}`;
    const { items } = await discovery.listNamespacedEndpointSlice({ namespace, labelSelector });
    looked.push(
      items
        .flatMap(({ endpoints = [] }) => endpoints)
        .filter(({ conditions }) => conditions?.ready === true)
        .map(({ targetRef }) => /^detection-api-(blue|green)-/.exec(targetRef?.name ?? "")?.[1] ?? "none"),
    );
  };
  const ending = new AbortController();
  const looking = (async () => {
    while (!ending.signal.aborted) {
      await look();
      await wait(50);
    }
  })();
  try {
    await action();
  } finally {
    ending.abort();
    await looking;
  }
  await look();
  return {
    empty: looked.filter((ready) => ready.length === 0).length,
    looks: looked.length,
    slots: [...new Set(looked.at(-1))],
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
      const { empty, looks, slots } = await watching(kubeconfig, () => rehearse(slot));
      assert.deepEqual(slots, [slot]);
      assert.ok(looks > 20, String(looks));
      assert.equal(empty, 0);
    });
  }
});
