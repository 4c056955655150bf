/** Something that is paid for by the month. */
export interface CostItem {
  /** e.g. `node s-2vcpu-4gb` */
  readonly what: string;
  /** How many, at least and at most; GiB where `what` says so. */
  readonly count: { readonly minimum: number; readonly maximum: number };
  /** Price of one, in USD per month. */
  readonly each: number;
}

/** An item with what it comes to, in USD per month. */
export interface PricedItem extends CostItem {
  readonly minimum: number;
  readonly maximum: number;
}

/** What a stack costs by the month at list prices, without taxes, discounts and what depends on traffic. */
export interface MonthlyCost {
  readonly currency: "USD";
  /** Day of the prices, e.g. `2026-11-21`. */
  readonly pricesOf: string;
  /** With the fewest nodes. */
  readonly minimum: number;
  /** With the most nodes. */
  readonly maximum: number;
  readonly items: readonly PricedItem[];
}

/** The day on which the tables of prices were written. */
export const pricesOf = "2026-11-21";

/** Hours by which clouds turn prices per hour into prices per month. */
const hoursPerMonth = 730;

/** A price per month of what is sold by the hour. */
export function perMonth(hourly: number): number {
  return hourly * hoursPerMonth;
}

/** An item. @param most how many at most, if that differs */
export function costItem(what: string, each: number, count: number, most: number = count): CostItem {
  return { what, each, count: { minimum: count, maximum: most } };
}

/** An item that costs nothing that is known, and says why. */
export function unpriced(why: string): CostItem {
  return costItem(why, 0, 0);
}

function cents(amount: number): number {
  // No item of none is -0.
  return Math.round(amount * 100) / 100 || 0;
}

/** The sum of items; what nobody uses is left out, unless it explains something. */
export function monthlyCost(items: readonly CostItem[]): MonthlyCost {
  const priced = items
    .filter(({ count, each }) => count.maximum > 0 || each === 0)
    .map(({ what, count, each }) => ({
      what,
      count,
      each: cents(each),
      minimum: cents(count.minimum * each),
      maximum: cents(count.maximum * each),
    }));
  return {
    currency: "USD",
    pricesOf,
    minimum: cents(priced.reduce((sum, { minimum }) => sum + minimum, 0)),
    maximum: cents(priced.reduce((sum, { maximum }) => sum + maximum, 0)),
    items: priced,
  };
}
