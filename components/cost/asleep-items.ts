import { type CostItem, costItem } from "./monthly-cost";

/**
 * What an environment costs that sleeps: nodes beyond the fewest are paid only while it is awake. The fewest stay,
 * whoever sleeps.
 *
 * @param share of the time that it is awake, from 0 to 1
 */
export function asleepItems(items: readonly CostItem[], share: number): readonly CostItem[] {
  const saved = items.reduce((sum, { count, each }) => sum + (count.maximum - count.minimum) * each * (1 - share), 0);
  if (saved <= 0) return items;
  const percent = String(Math.round((1 - share) * 100));
  return [...items, { ...costItem(`saved by sleeping ${percent} % of the time`, -saved, 0, 1) }];
}
