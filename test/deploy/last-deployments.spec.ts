import assert from "node:assert/strict";
import type { DeploymentRecord, Versions } from "../../deploy/contract";
import { rollbackTarget, running } from "../../deploy/last-deployments";
import { lastGood } from "../../deploy/rollout";

type Short = readonly [command: DeploymentRecord["command"], tag: string, result?: DeploymentRecord["result"]];

/** Deployments in the order in which they were made; the history has the latest first. */
function history(...made: readonly Short[]): readonly DeploymentRecord[] {
  return made
    .map(
      ([command, imageTag, result = "succeeded"], index): DeploymentRecord => ({
        number: index + 1,
        command,
        by: "ada@laptop",
        message: command,
        started: "2026-11-21T08:00:00Z",
        ended: "2026-11-21T08:01:00Z",
        result,
        ...(result === "failed" ? { reason: "deployment shop/web: not ready" } : {}),
        versions: { imageTag, slots: {}, digests: {} },
      }),
    )
    .reverse();
}

const served = (versions: Versions): Versions => versions;
const target = (records: readonly DeploymentRecord[], to?: number): number =>
  rollbackTarget(records, { stack: "prod", served, ...(to === undefined ? {} : { to }) }).number;

describe("what runs", () => {
  it("is what the last deployment put there, a return included", () => {
    assert.equal(running(history(["up", "v1"], ["up", "v2"]), { stack: "prod" }).number, 2);
    assert.equal(running(history(["up", "v1"], ["up", "v2", "failed"], ["return", "v1"]), { stack: "prod" }).number, 3);
  });

  it("can't be told after a deployment that failed or has no end, unless somebody insists", () => {
    const failed = history(["up", "v1"], ["up", "v2", "failed"]);
    assert.throws(() => running(failed, { stack: "prod" }), {
      message:
        "The last deployment of prod, deployment 2 (up, v2), failed (deployment shop/web: not ready), so nobody can tell what runs; run rootstock up first, or add --anyway to take deployment 1 (up, v1), which was the last to succeed.",
    });
    assert.equal(running(failed, { stack: "prod", anyway: true }).number, 1);
    assert.throws(
      () => running(history(["up", "v1"], ["up", "v2", "unfinished"]), { stack: "prod" }),
      /has no end, so/,
    );
  });

  it("is nothing before the first deployment, and after the end", () => {
    const refused = (records: readonly DeploymentRecord[]) => {
      try {
        return running(records, { stack: "prod", anyway: true }).number;
      } catch (error) {
        return String(error);
      }
    };
    assert.match(String(refused([])), /prod was never deployed; run rootstock up first\.$/);
    assert.match(
      String(refused(history(["up", "v1"], ["destroy", "v1"]))),
      /prod was destroyed; run rootstock up first\.$/,
    );
    assert.match(
      String(refused(history(["up", "v1", "failed"]))),
      /No deployment of prod has succeeded yet; mend it and run rootstock up first\.$/,
    );
    assert.equal(lastGood(history(["up", "v1"], ["destroy", "v1"])), undefined);
    assert.equal(lastGood(history(["up", "v1"], ["destroy", "v1", "failed"]))?.number, 1);
  });
});

describe("a rollback", () => {
  it("goes back to the last good versions before the current ones", () => {
    assert.equal(target(history(["up", "v1"], ["up", "v2"], ["up", "v3", "failed"], ["up", "v4"], ["up", "v4"])), 2);
    assert.equal(target(history(["up", "v1"], ["up", "v2", "failed"])), 1);
    assert.equal(target(history(["up", "v1"], ["up", "v2", "unfinished"])), 1);
  });

  it("goes back further the second time", () => {
    const once = [
      ["up", "v1"],
      ["up", "v2"],
      ["up", "v3"],
      ["rollback", "v2"],
    ] as const;
    assert.equal(target(history(...once)), 1);
    assert.equal(target(history(["up", "v0"], ...once, ["rollback", "v1"])), 1);
    assert.equal(target(history(["up", "v1"], ["up", "v2"], ["up", "v3", "failed"], ["return", "v2"])), 1);
  });

  it("is taken up again where it didn't come to its end", () => {
    assert.equal(target(history(["up", "v1"], ["up", "v2"], ["rollback", "v1", "unfinished"])), 1);
    assert.equal(target(history(["up", "v1"], ["up", "v2"], ["rollback", "v1", "failed"])), 1);
  });

  it("goes to the deployment that is named", () => {
    const records = history(["up", "v1"], ["up", "v2", "failed"], ["up", "v3"]);
    assert.equal(target(records, 1), 1);
    assert.throws(() => target(records, 2), {
      message: "--to is 2, which didn't succeed; choose one of 3, 1 (rootstock history lists them).",
    });
    assert.throws(() => target(records, 9), {
      message:
        "--to is 9, which is no deployment that is remembered; choose one of 3, 1 (rootstock history lists them).",
    });
  });

  it("is refused where there is nothing to go back to", () => {
    assert.throws(() => target([]), {
      message: "prod was never deployed, so there is nothing to roll back; run rootstock up first.",
    });
    assert.throws(() => target(history(["up", "v1"], ["destroy", "v1"])), {
      message: "prod was destroyed, so there is nothing to roll back; run rootstock up first.",
    });
    assert.throws(() => target(history(["up", "v2"], ["destroy", "v2"], ["up", "v1"], ["rotate", "v1"])), {
      message:
        "There is nothing to go back to: no earlier deployment of prod that is remembered ran anything else than v1.",
    });
  });
});
