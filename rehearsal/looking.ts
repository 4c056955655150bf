import type { OwnerOutputs } from "../plan/answers";
import type { Plan } from "../plan/plan";
import { runProgram } from "../plan/program";
import { factsOf } from "./deployment";
import type { ChartSource } from "./helm";
import { noInventory, obsoleteObjects, obsoleteReleases, readInventory } from "./inventory";
import { LookingAnswers } from "./looking-answers";
import { type Change, type ClusterObjects, showReference } from "./objects";
import { ownerOutputs } from "./rehearse";

/** What would become of an object or a release. */
export interface Foreseen {
  /** As people read it, e.g. `deployment dev/backend`. */
  readonly what: string;
  readonly change: Change | "removed";
}

/**
 * What putting stacks into a cluster would change; nothing is changed.
 *
 * @param cluster undefined where there is none yet
 * @param deployed outputs of owners that were deployed for themselves, by stack: those are left as they are
 * @throws UsageError for what the API server would refuse
 */
export async function foresee(
  cluster: ClusterObjects | undefined,
  plans: readonly Plan[],
  charts: ChartSource,
  deployed: Readonly<Record<string, OwnerOutputs>> = {},
): Promise<readonly Foreseen[]> {
  const { loadBalancer } = factsOf(plans).capabilities;
  const foreseen: Foreseen[] = [];
  const own = plans.at(-1);
  let owners = deployed;
  for (const { input } of plans.filter((plan) => !Object.hasOwn(deployed, plan.input.stack))) {
    const before = cluster === undefined ? noInventory : await readInventory(cluster, input.stack);
    const onChange = (what: string, change: Change): unknown => foreseen.push({ what, change });
    const answers = new LookingAnswers({ cluster, charts, before, loadBalancer, owners, onChange });
    const run = await runProgram(input.raw, input.stack, answers);
    for (const object of obsoleteObjects(before, answers.inventory))
      foreseen.push({ what: showReference(object), change: "removed" });
    for (const { name, namespace } of obsoleteReleases(before, answers.inventory))
      foreseen.push({ what: `release ${namespace}/${name}`, change: "removed" });
    if (own !== undefined) owners = { ...deployed, ...ownerOutputs(own, run) };
  }
  return foreseen;
}
