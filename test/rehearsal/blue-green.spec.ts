import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { RehearsalEngine } from "../../deploy/rehearsal-engine";
import { type ReleasePlan, releasePlan, rollbackPlan, type Standing } from "../../deploy/release-plans";
import { type ReleaseSession, releaseSession } from "../../deploy/release-session";
import type { StagedResult } from "../../deploy/staged-deployment";
import { clientOf } from "../../rehearsal/control-plane/api";
import { removeControlPlane } from "../../rehearsal/control-plane/control-plane";
import { watchingEndpoints } from "../support/endpoints-watch";
import { freshName } from "./rehearse-once";

const service = "detection-api";
const namespace = "detection-system-staging";

/** What stood behind the Service while it was watched. */
interface Watched {
  /** States in which no pod was ready. */
  readonly empty: number;
  readonly states: number;
  /** Slots whose pods were ready at any time. */
  readonly ever: readonly string[];
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
    ever: [...new Set(states.flat().map(slotOf))].sort(),
    slots: [...new Set(states.at(-1)?.map(slotOf))],
  };
}

describe("detection-api, released blue/green and rolled back", function () {
  this.timeout(600_000);
  const name = freshName();
  const folder = mkdtempSync(join(tmpdir(), "slots-"));
  const config = join(folder, "Pulumi.staging.yaml");
  let kubeconfig = "";
  before(() => {
    writeFileSync(
      config,
      stringify({
        config: {
          "rootstock:system": "detection-api",
          "rootstock:environment": "staging",
          "rootstock:imageTag": { default: "v1", "detection-api-blue": "v1", "detection-api-green": "v0" },
          "rootstock:slots": { "detection-api": "blue" },
          "rootstock:cluster": { kind: "kubeconfig" },
        },
      }),
    );
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await removeControlPlane(name);
  });

  /** Does something with the stack as its file is now, as each command does. */
  async function opened<T>(action: (session: ReleaseSession) => Promise<T>): Promise<T> {
    const engine = await RehearsalEngine.open({ config, charts: "stand-in" }, undefined, name);
    try {
      return await action(await releaseSession(engine, config));
    } finally {
      await engine.end();
    }
  }

  /** Follows a plan, watched; how long it took is told beside the test's title. */
  async function followed(plan: (standing: Standing) => ReleasePlan): Promise<StagedResult & Watched> {
    return opened(async (session) => {
      const results: StagedResult[] = [];
      const watched = await watching(kubeconfig, async () => {
        const started = Date.now();
        results.push(await session.follow(plan(session.standing), { progress: () => undefined }));
        process.stdout.write(`      ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
      });
      const [result] = results;
      assert.ok(result);
      assert.equal(watched.empty, 0);
      return { ...result, ...watched };
    });
  }

  const release = (tag: string) => (standing: Standing) => releasePlan(standing, { workload: service, tag });

  it("goes up on blue", () =>
    opened(async ({ engine }) => {
      const { failures } = await engine.up(engine.input, { command: "up", message: "v1", progress: () => undefined });
      assert.deepEqual(failures, []);
      kubeconfig = (await engine.kubeconfig()) ?? "";
    }));

  it("serves v3 from green once it stood by and was asked, and was never without a ready pod", async () => {
    const { ever, reason, result, slots, states } = await followed(release("v3"));
    assert.deepEqual([result, reason], ["deployed", undefined]);
    assert.deepEqual(slots, ["green"]);
    assert.deepEqual(ever, ["blue", "green"]);
    assert.ok(states > 1, String(states));
    assert.match(readFileSync(config, "utf8"), /detection-api-green: v3\n[\s\S]*detection-api: green\n/);
  });

  it("leaves nobody to a version that answers wrongly, and nothing behind", async () => {
    const before = readFileSync(config, "utf8");
    const { ever, reason, result } = await followed(release("v4-smoke-fails"));
    assert.equal(result, "returned");
    assert.match(reason ?? "", /^the smoke checks of detection-api failed: /);
    assert.deepEqual(ever, ["green"]);
    assert.equal(readFileSync(config, "utf8"), before);
    const { items } = await clientOf(kubeconfig).batch.listNamespacedJob({ namespace });
    assert.deepEqual(items, []);
  });

  it("serves v1 again by a switch alone", async () => {
    const { result, slots, steps } = await followed((standing) => rollbackPlan(standing, {}));
    assert.equal(result, "deployed");
    assert.deepEqual(slots, ["blue"]);
    assert.deepEqual(
      steps.map(({ what }) => what.split(" ")[0]).filter((kind) => kind === "deployment" || kind === "service"),
      ["service", "service"],
    );
    await opened(async ({ standing }) => {
      assert.deepEqual(
        standing.history.map(({ command, result: ended }) => `${command} ${ended}`),
        [
          "rollback succeeded",
          "return succeeded",
          "release succeeded",
          "release succeeded",
          "release succeeded",
          "up succeeded",
        ],
      );
      await Promise.resolve();
    });
  });
});
