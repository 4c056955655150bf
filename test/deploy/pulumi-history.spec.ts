import assert from "node:assert/strict";
import fc from "fast-check";
import { deploymentCommands } from "../../deploy/contract";
import { deploymentRecords, type Update } from "../../deploy/pulumi-history";
import { readUpdateMessage, updateMessage } from "../../deploy/update-message";

const update = (change: Partial<Update>): Update => ({
  kind: "update",
  startTime: new Date("2026-11-21T08:00:00Z"),
  endTime: new Date("2026-11-21T08:01:00Z"),
  message: "",
  environment: {},
  config: { "rootstock:imageTag": { value: "v1" } },
  result: "succeeded",
  ...change,
});

describe("history out of Pulumi's", () => {
  it("reads what the message says, the commit and the versions", () => {
    const [record] = deploymentRecords([
      update({
        message: "rootstock promote by anna@desk: v1.4.0 from staging",
        environment: { "git.head": "abc" },
        config: {
          "rootstock:imageTag": { value: '{"default":"v1","web":"v2"}' },
          "rootstock:slots": { value: '{"web":"green"}' },
          "rootstock:secrets": { value: "", secret: true },
          "digitalocean:region": { value: "fra1" },
        },
      }),
    ]);
    assert.deepEqual(record, {
      number: 1,
      command: "promote",
      by: "anna@desk",
      message: "v1.4.0 from staging",
      commit: "abc",
      started: "2026-11-21T08:00:00.000Z",
      ended: "2026-11-21T08:01:00.000Z",
      result: "succeeded",
      versions: { imageTag: { default: "v1", web: "v2" }, slots: { web: "green" }, digests: {} },
      settings: { "rootstock:imageTag": '{"default":"v1","web":"v2"}', "rootstock:slots": '{"web":"green"}' },
    });
  });

  it("finds why one failed in what came after it, and why the latest did where somebody knows", () => {
    const failed = update({ result: "failed", message: "rootstock up by anna@desk: v2" });
    const back = "rootstock return by anna@desk: return to deployment 1\nfailed before: deployment dev/web: no room";
    const reasons = (updates: readonly Update[], latest?: string) =>
      deploymentRecords(updates, latest).map(({ message, reason }) => [message, reason]);
    assert.deepEqual(reasons([update({ message: back }), failed]), [
      ["return to deployment 1", undefined],
      ["v2", "deployment dev/web: no room"],
    ]);
    assert.deepEqual(reasons([failed, update({ message: "rootstock up by a: v1" })], "no pods"), [
      ["v2", "no pods"],
      ["v1", undefined],
    ]);
    assert.deepEqual(reasons([failed]), [["v2", undefined]]);
  });

  it("counts deployments alone, the latest first", () => {
    const records = deploymentRecords([
      update({ kind: "destroy", result: "in-progress" }),
      update({ kind: "refresh" }),
      update({ result: "failed", message: "fix: the commit's subject\n\nand its body" }),
      update({ kind: "import" }),
      update({}),
    ]);
    assert.deepEqual(
      records.map(({ by, command, message, number, result }) => [number, command, result, by, message]),
      [
        [3, "destroy", "unfinished", "pulumi", ""],
        [2, "up", "failed", "pulumi", "fix: the commit's subject"],
        [1, "up", "succeeded", "pulumi", ""],
      ],
    );
  });

  it("bears settings that nobody can read", () => {
    const [record] = deploymentRecords([update({ config: { "rootstock:slots": { value: "{" } } })]);
    assert.deepEqual(record?.versions, { imageTag: "", slots: {}, digests: {} });
  });

  it("keeps command, deployer and reason of every deployment in a line, and another's failure in a second one", () => {
    const word = fc.stringMatching(/^[!-~]+$/);
    const line = fc.string().map((text) => text.replaceAll(/\s+/g, " ").trim());
    fc.assert(
      fc.property(fc.constantFrom(...deploymentCommands), word, line, line, (command, by, message, failedBefore) => {
        const note = { command, by, message, ...(failedBefore === "" ? {} : { failedBefore }) };
        const text = updateMessage(note);
        assert.equal(text.split("\n").length, failedBefore === "" ? 1 : 2);
        assert.deepEqual(readUpdateMessage(text), note);
      }),
    );
  });
});
