import assert from "node:assert/strict";
import type { DeploymentRecord } from "../../deploy/contract";
import { historyLines, publicRecord } from "../../deploy/history-text";
import { describeSteps, stepCounts } from "../../deploy/rollout-report";

function record(number: number, rest: Partial<DeploymentRecord>): DeploymentRecord {
  return {
    number,
    command: "up",
    by: "ann@desk",
    message: "",
    started: "2026-11-20T10:00:00.000Z",
    ended: "2026-11-20T10:00:30.000Z",
    result: "succeeded",
    versions: { imageTag: "v1", slots: {}, digests: {} },
    ...rest,
  };
}

describe("the history as text", () => {
  const commit = "abcdef0123456789abcdef0123456789abcdef01";

  it("has a line for each deployment, and what went wrong below it", () => {
    const records = [
      record(3, { command: "return", message: "return to deployment 1" }),
      record(2, {
        result: "failed",
        reason: "deployment dev/web: late",
        versions: { imageTag: "v2", slots: { web: "green" }, digests: {} },
        commit: `${commit}-dirty`,
      }),
      record(1, { commit }),
    ];
    assert.deepEqual(historyLines(records), [
      "  #3  2026-11-20 10:00:00  return  succeeded  v1                ann@desk                    return to deployment 1",
      "  #2  2026-11-20 10:00:00  up      failed     v2, web on green  ann@desk  abcdef0123-dirty",
      "      deployment dev/web: late",
      "  #1  2026-11-20 10:00:00  up      succeeded  v1                ann@desk  abcdef0123",
    ]);
  });

  it("says of the latest alone that nobody saw its end", () => {
    const lines = historyLines([record(2, { result: "unfinished" }), record(1, { result: "unfinished" })]);
    assert.equal(lines.length, 3);
    assert.match(lines[1] ?? "", /nobody saw its end: it runs, or it was killed; rootstock up goes on from there/);
  });

  it("gives scripts no settings", () => {
    const { settings: _settings, ...rest } = record(1, { settings: { "rootstock:imageTag": "v1" } });
    assert.deepEqual(publicRecord(record(1, { settings: { "rootstock:imageTag": "v1" } })), rest);
  });
});

describe("the steps of a deployment", () => {
  const steps = (["create", "create", "same", "delete"] as const).map((kind) => ({
    do: kind,
    what: "service dev/web",
  }));

  it("are counted by kind, with replacements only where there are some", () => {
    assert.deepEqual(stepCounts(steps), { create: 2, update: 0, replace: 0, delete: 1, same: 1 });
    assert.equal(describeSteps(steps), "2 created, 0 changed, 1 unchanged, 1 removed");
    assert.equal(
      describeSteps([...steps, { do: "replace", what: "statefulset dev/db" }]),
      "2 created, 0 changed, 1 replaced, 1 unchanged, 1 removed",
    );
  });
});
