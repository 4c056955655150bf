import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Slot } from "../../components/application/contract";
import { removeControlPlane } from "../../rehearsal/control-plane/control-plane";
import { watchingEndpoints } from "../support/endpoints-watch";
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

/** Every state that the Service's endpoints go through while something is done. */
async function watching(kubeconfig: string, action: () => Promise<void>): Promise<Watched> {
  const states = await watchingEndpoints(kubeconfig, { name: service, namespace }, action);
  const slotOf = (pod: string): string => /^detection-api-(blue|green)-/.exec(pod)?.[1] ?? "none";
  return {
    empty: states.filter((ready) => ready.length === 0).length,
    states: states.length,
    slots: [...new Set(states.at(-1)?.map(slotOf))],
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
