import type { MonthlyCost, PricedItem } from "../components/cost/monthly-cost";
import { table } from "./table";

function range(minimum: number, maximum: number, show: (amount: number) => string): string {
  return minimum === maximum ? show(minimum) : `${show(minimum)} to ${show(maximum)}`;
}

const dollars = (amount: number): string => `$${amount.toFixed(2)}`;

function row({ what, count, each, minimum, maximum }: PricedItem): readonly string[] {
  if (each === 0) return [what];
  return [`${range(count.minimum, count.maximum, String)} × ${what}`, range(minimum, maximum, dollars)];
}

/** What a stack costs by the month, a line an item. */
export function costLines(cost: MonthlyCost | undefined): readonly string[] {
  if (cost === undefined) return [];
  const { items, maximum, minimum } = cost;
  const [priced, explained] = [items.filter(({ each }) => each > 0), items.filter(({ each }) => each === 0)];
  return [
    ...table([...priced.map(row), ...(priced.length === 0 ? [] : [["together", range(minimum, maximum, dollars)]])]),
    ...explained.map(({ what }) => `  ${what}`),
  ];
}
