import type { Context, PlannedObject, Rule } from "../contract";
import { namespaceOf, ofKind, specOf } from "../objects";
import { podsOf } from "../pods";
import { counts } from "../scale";
import { type LabelSelector, selects } from "../selectors";

/** A number or a share of pods; shares are rounded up, as Kubernetes does. */
function amount(value: number | string, pods: number): number {
  return typeof value === "number" ? value : Math.ceil((Number.parseFloat(value) / 100) * pods);
}

function faultOf(context: Context, object: PlannedObject): string | undefined {
  const {
    selector = {},
    minAvailable,
    maxUnavailable,
  } = specOf<{
    readonly selector: LabelSelector;
    readonly minAvailable: number | string;
    readonly maxUnavailable: number | string;
  }>(object);
  const pods = podsOf(context).filter((pod) => pod.namespace === namespaceOf(object) && selects(selector, pod.labels));
  // A slot that serves nobody has none; what selects nothing is another rule's.
  const count = pods.reduce((sum, pod) => sum + counts(context, pod).min, 0);
  if (count === 0) return undefined;
  if (maxUnavailable !== undefined)
    return amount(maxUnavailable, count) > 0 ? undefined : "lets no pod be missing, so no node can ever be drained.";
  return minAvailable === undefined || amount(minAvailable, count) < count
    ? undefined
    : `wants ${minAvailable} of ${count} pods, so none may ever be evicted and no node drained; want fewer, or run more.`;
}

/** A disruption budget has to leave at least one pod to be evicted. */
export const budgetCanBeMet: Rule = {
  name: "budget-can-be-met",
  reason: "A budget that wants all of the pods that there are stops every drain of a node, and with it every upgrade.",
  check: (context) =>
    ofKind(context, "PodDisruptionBudget").flatMap((object) => {
      const message = faultOf(context, object);
      return message === undefined ? [] : [{ object, message }];
    }),
};
