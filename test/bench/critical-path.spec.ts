import assert from "node:assert/strict";
import { forecast } from "../../bench/critical-path";

describe("the critical path of a first up", () => {
  for (const cluster of ["doks", "eks", "gke", "stack"] as const) {
    it(`is hardly longer than what can't be avoided, on ${cluster}`, async () => {
      const { path, seconds, least } = await forecast("staging", cluster);
      assert.ok(seconds >= least, `${String(seconds)} s is less than the least, ${String(least)} s: a step is missing`);
      const stages = path.map(({ key, needed }) => `${needed ? "" : "needlessly "}${key}`).join(" → ");
      assert.ok(seconds <= least * 1.05, `${String(seconds)} s instead of ${String(least)} s: ${stages}`);
    }).timeout(120_000);
  }
});
