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
    });
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

  it("keeps command, deployer and reason of every deployment in a line", () => {
    const word = fc.stringMatching(/^[!-~]+$/);
    const line = fc.string().map((text) => text.replaceAll(/\s+/g, " ").trim());
    fc.assert(
      fc.property(fc.constantFrom(...deploymentCommands), word, line, (command, by, message) => {
        const text = updateMessage({ command, by, message });
        assert.ok(!text.includes("\n"));
        assert.deepEqual(readUpdateMessage(text), { command, by, message });
      }),
    );
  });
});
