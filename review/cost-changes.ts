import type { MonthlyCost, PricedItem } from "../components/cost/monthly-cost";
import type { StoredPlan } from "./stored-plan";
import { type TopicChange, topicChanges } from "./topics";

/** What two plans cost by the month at list prices. */
export interface CostChanges {
  readonly before: Pick<MonthlyCost, "minimum" | "maximum">;
  readonly after: Pick<MonthlyCost, "minimum" | "maximum">;
  /** Items that come, go, or cost something else. */
  readonly items: readonly TopicChange[];
  /** Said where the two plans have prices of different days. */
  readonly prices: string;
}

/** An amount or a range of USD. */
export function dollars({ maximum, minimum }: Pick<MonthlyCost, "minimum" | "maximum">): string {
  const show = (amount: number): string => `$${amount.toFixed(2)}`;
  return minimum === maximum ? show(minimum) : `${show(minimum)} to ${show(maximum)}`;
}

function itemText({ count, each, maximum, minimum }: PricedItem): string {
  if (each === 0) return "not priced";
  const counts = count.minimum === count.maximum ? String(count.minimum) : `${count.minimum} to ${count.maximum}`;
  return `${counts} × $${String(each)} = ${dollars({ maximum, minimum })}`;
}

const itemLines = ({ items }: MonthlyCost): ReadonlyMap<string, string> =>
  new Map(items.map((item) => [item.what, itemText(item)]));

/** The difference in cost; undefined where a plan was written without. */
export function costChanges(base: StoredPlan, head: StoredPlan): CostChanges | undefined {
  const before = base.outputs["monthlyCost"] as MonthlyCost | undefined;
  const after = head.outputs["monthlyCost"] as MonthlyCost | undefined;
  if (before === undefined || after === undefined) return undefined;
  return {
    before,
    after,
    items: topicChanges(itemLines(before), itemLines(after)),
    prices:
      before.pricesOf === after.pricesOf
        ? `List prices of ${after.pricesOf}, without traffic and taxes.`
        : `List prices of ${before.pricesOf} before and of ${after.pricesOf} after, without traffic and taxes: a part of the difference may be theirs.`,
  };
}
