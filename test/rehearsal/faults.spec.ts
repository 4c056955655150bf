import assert from "node:assert/strict";
import { campaign, type Run } from "../../faults/campaign";
import type { DisturbanceName } from "../../faults/disturbances";
import { freshName } from "./rehearse-once";

/** What the short campaign disturbs rehearsals with; `npm run faults` has more, and more often. */
const short: readonly DisturbanceName[] = ["all of these at once", "helm killed", "rehearsal killed"];

describe("a rehearsal that is disturbed", function () {
  // The first run on a machine builds the programs.
  this.timeout(20 * 60_000);
  const runs = new Map<DisturbanceName, Run>();

  before(async () => {
    const onRun = (run: Run): unknown => runs.set(run.disturbance, run);
    await campaign({ name: freshName(), seed: 6, runs: short.length, only: short, onRun });
  });

  for (const disturbance of short) {
    it(`${disturbance}: tells the truth, and the next run loses and doubles nothing`, () => {
      const run = runs.get(disturbance);
      assert.ok(run !== undefined);
      assert.deepEqual(run.findings, []);
      assert.ok(run.converged);
    });
  }

  it("was disturbed indeed", () => {
    assert.ok([...runs.values()].some(({ faults }) => faults > 3));
  });
});
