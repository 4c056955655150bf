import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeOutcome } from "../../fuzz/report";
import { targetNames, targets } from "../../fuzz/targets";

/** A seed that nobody has tried yet; a failure prints it. */
const fresh = Math.floor(Date.now() / 1000);

describe("hostile input", function () {
  this.timeout(120_000);
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "rootstock-fuzz-"));
  });
  after(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  for (const name of targetNames) {
    for (const [kind, seed] of [
      ["known", 1],
      ["fresh", fresh],
    ] as const) {
      it(`to ${name} is accepted or refused in sentences, soon: ${kind} seed ${String(seed)}`, async () => {
        const outcome = await targets(directory)[name]({ cases: name === "cli" ? 150 : 400, seed });
        assert.equal(outcome.finding, undefined, describeOutcome(outcome));
        // A campaign that only ever hears one answer tests nothing.
        assert.ok(outcome.accepted > 0 && outcome.refused > 0, describeOutcome(outcome));
      });
    }
  }
});
