import assert from "node:assert/strict";
import { execute, median, medianRatio } from "../../bench/measure";
import { sampleApplication } from "../../bench/sample-application";
import { applicationErrors } from "../../components/application/checks";

const cost = (cpu: number) => ({ cpu, wall: 1, peak: 1 });

describe("measuring", () => {
  it("takes the middle value, or the middle of two", () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 2, 3]), 2.5);
    assert.ok(Number.isNaN(median([])));
  });

  it("takes ratios pair by pair, so that a slow minute counts for both", () => {
    const pairs = { ours: [cost(2), cost(20), cost(2)], theirs: [cost(1), cost(10), cost(1)] };
    assert.equal(medianRatio(pairs, "cpu"), 2);
  });

  it("tells what a process used, and what it wrote when it fails", () => {
    const { cost: used } = execute(["bench/usage.ts"]);
    assert.ok(used.cpu > 0 && used.wall > 0 && used.peak > 10);
    assert.throws(() => execute(["bench/nowhere.ts"]), /^Error: bench\/nowhere\.ts ended with 1:/);
  }).timeout(60_000);

  it("measures applications that could be deployed", () => {
    for (const services of [1, 5, 50]) assert.deepEqual(applicationErrors(sampleApplication(services)), []);
    assert.equal(Object.keys(sampleApplication(50).workloads).length, 50);
  });
});
