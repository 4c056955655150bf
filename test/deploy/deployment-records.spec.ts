import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import type { DeploymentRecord } from "../../deploy/contract";
import { remembered, rememberedDeployments, withRecord } from "../../deploy/deployment-records";
import { settingsOf } from "../../deploy/recording";

function record(number: number, rest: Partial<DeploymentRecord> = {}): DeploymentRecord {
  return {
    number,
    command: "up",
    by: "ann@host",
    message: "",
    started: "2026-11-20T10:00:00.000Z",
    ended: "2026-11-20T10:00:00.000Z",
    result: "unfinished",
    versions: { imageTag: "v1", slots: {}, digests: {} },
    ...rest,
  };
}

const numbers = (records: readonly DeploymentRecord[]): readonly number[] => records.map(({ number }) => number);

describe("the records of deployments", () => {
  it("has the latest first, each number once, whatever is completed in whatever order", () => {
    const some = fc.array(fc.integer({ min: 1, max: 80 }), { maxLength: 120 });
    fc.assert(
      fc.property(some, (order) => {
        let records: readonly DeploymentRecord[] = [];
        for (const number of order) records = withRecord(records, record(number));
        assert.deepEqual(
          numbers(records),
          [...new Set(order)].sort((a, b) => b - a),
        );
      }),
    );
  });

  it("completes a record in its place", () => {
    const before = [record(2), record(1, { result: "succeeded" })];
    assert.deepEqual(withRecord(before, record(2, { result: "failed", reason: "why" })), [
      record(2, { result: "failed", reason: "why" }),
      record(1, { result: "succeeded" }),
    ]);
  });

  it("remembers the last fifty", () => {
    const many = Array.from({ length: 60 }, (_, index) => record(60 - index));
    assert.deepEqual(numbers(remembered(many)), numbers(many).slice(0, rememberedDeployments));
    assert.equal(rememberedDeployments, 50);
  });

  it("remembers fewer where there is no room, and the latest always", () => {
    const noise = (seed: number): string =>
      Array.from({ length: 40 }, (_, index) =>
        createHash("sha256")
          .update(`${String(seed)} ${String(index)}`)
          .digest("hex"),
      ).join("");
    const large = Array.from({ length: 9 }, (_, index) => record(9 - index, { message: noise(index) }));
    const kept = numbers(remembered(large, 9000));
    assert.ok(kept.length > 1 && kept.length < 9, String(kept));
    assert.deepEqual(kept, numbers(large).slice(0, kept.length));
    assert.deepEqual(numbers(remembered(large, 1)), [9]);
  });
});

describe("the settings of a record", () => {
  it("are those of the stack, without the map of secrets and whatever else is encrypted", () => {
    const values = {
      "rootstock:imageTag": "v1",
      "rootstock:secrets": '{"DATABASE_URL":"postgresql://secret"}',
      "rootstock:domain": "encrypted by mistake",
    };
    assert.deepEqual(settingsOf({ raw: { file: "Pulumi.dev.yaml", values, secretKeys: ["rootstock:domain"] } }), {
      "rootstock:imageTag": "v1",
    });
  });
});
