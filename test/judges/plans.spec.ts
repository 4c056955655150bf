import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import type { JudgeFinding } from "../../judge/contract";
import { judged } from "../../judge/exempt";
import { exemptions } from "../../judge/exemptions";
import { quickJudges } from "../../judge/judges";
import { repositoryJudges } from "../../judge/judges/repository";
import { type PlannedManifests, writePlans } from "../../judge/plans";
import { said } from "./said";

const today = new Date().toISOString().slice(0, 10);

describe("every plan of every system, judged by others", () => {
  let directory: string;
  let plans: readonly PlannedManifests[];

  before(async () => {
    directory = mkdtempSync(`${tmpdir()}/rootstock-judged-`);
    plans = await writePlans(directory);
  });

  after(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  /** What stands after exemptions, one line each. */
  function standing(found: readonly JudgeFinding[]): readonly string[] {
    return judged(found, exemptions, today).standing.map(
      ({ judge, check, subject, message, place }) =>
        `${judge} ${check}: ${subject} of ${place.system} ${place.environment ?? ""}: ${message}`,
    );
  }

  it("meets the rules in policy/", () => {
    assert.deepEqual(standing(plans.flatMap(({ findings }) => findings)), []);
  });

  for (const { name, judge } of quickJudges) {
    it(`leaves ${name} nothing to find, and its exemptions nothing unused`, async function () {
      const found = await said(this, () => judge(plans));
      assert.deepEqual(standing(found), []);
      const own = exemptions.filter((exemption) => exemption.judge === name);
      assert.deepEqual(judged(found, own, today).unused, []);
    });
  }

  for (const { name, judge } of repositoryJudges) {
    it(`${name} finds nothing in the repository`, async function () {
      assert.deepEqual(standing(await said(this, () => judge())), []);
    });
  }
});
