// Plans every system in production, and ends badly, with a line that says why, where a rule or kube-score finds something.
process.setSourceMapsEnabled(false);

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judged } from "../judge/exempt";
import { exemptions } from "../judge/exemptions";
import { kubeScore } from "../judge/judges/kube-score";
import { writePlans } from "../judge/plans";

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "rootstock-mutant-plans-"));
  try {
    const plans = await writePlans(directory, ["prod"]);
    const rules = plans.flatMap(({ findings }) => findings);
    const found = rules.length > 0 ? rules : await kubeScore.judge(plans);
    const today = new Date().toISOString().slice(0, 10);
    const [first] = judged(found, exemptions, today).standing;
    if (first === undefined) return;
    console.error(`${first.judge} ${first.check}: ${first.subject} of ${first.place.system}`);
    process.exitCode = 1;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(`the plan: ${(error instanceof Error ? error.message : String(error)).split("\n")[0] ?? ""}`);
  process.exitCode = 1;
});
