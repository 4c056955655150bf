import { planFiles, planList } from "../plan/manifests";
import { plan } from "../plan/plan";
import { planFindings } from "../plan/policy";
import type { Flags } from "../plan/stack-file";
import { parsePlan, type StoredPlan } from "./stored-plan";

/**
 * The plan of the stack that the flags choose, as it would be written.
 *
 * @throws UsageError for anything that a person has to mend.
 */
export async function planNow(flags: Flags): Promise<StoredPlan> {
  const planned = await plan(flags);
  const { outputs, registrations, warnings } = planned.run;
  const files = planFiles(registrations, outputs, { warnings, findings: planFindings(planned) });
  return parsePlan(files.find(({ path }) => path === planList)?.text ?? "", `the plan of ${planned.input.stack}`);
}
