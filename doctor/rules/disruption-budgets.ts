import type { Rule, Seen } from "../contract";
import { describeIt, nameOf } from "../naming";

type Budget = Seen["budgets"][number];

/** Operators that move their pods away themselves before a node is drained. */
const operators = ["cnpg.io/cluster"];

function why({ status }: Budget): string {
  const { currentHealthy = 0, desiredHealthy = 0, expectedPods = 0 } = status ?? {};
  return currentHealthy < desiredHealthy
    ? `a node can't be drained now: ${String(currentHealthy)} of its ${String(expectedPods)} pods are healthy, and ${String(desiredHealthy)} must be`
    : `no node with one of its pods can ever be drained: it has ${String(expectedPods)} and wants ${String(desiredHealthy)} at any time; give it a pod more, or allow one to be away`;
}

/** Budgets that let no pod be evicted, so that upgrades of nodes wait for ever. */
export const disruptionBudgets: Rule = ({ budgets }) =>
  budgets
    .filter(
      ({ metadata, status }) =>
        (status?.expectedPods ?? 0) > 0 &&
        status?.disruptionsAllowed === 0 &&
        !operators.some((label) => Object.hasOwn(metadata?.labels ?? {}, label)),
    )
    .map((budget) => ({
      severity: "warning",
      what: nameOf("poddisruptionbudget", budget),
      why: why(budget),
      run: [describeIt("pdb", budget)],
    }));
