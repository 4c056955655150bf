/** Days after which a secret is due, unless it says otherwise. */
export const usualDays = 90;

/** Days before the limit from which on a secret is named: time enough to act before CI would let it pass the day. */
export const warningDays = 14;

/** How a secret stands. */
export type SecretStanding =
  /** Young enough. */
  | "fine"
  /** Its day comes within {@link warningDays}. */
  | "soon"
  /** Its day has come, or is past. */
  | "due"
  /** Nobody has written down when it was changed last. */
  | "undated"
  /** It was changed on a day that hasn't come yet: a mistake in the file, or in the machine's clock. */
  | "ahead";

/** The age of a secret. */
export interface SecretAge {
  readonly standing: SecretStanding;
  /** Day on which it must be changed at the latest, e.g. `2027-02-19`; undefined where it never must, or nobody knows. */
  readonly due?: string;
  /** Days until then; negative where it is past. */
  readonly left?: number;
}

const dayMilliseconds = 86_400_000;

/** Days since 1970-01-01 of a day such as `2026-11-21`: a calendar's, which knows no hours that summer time adds. */
function dayNumber(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / dayMilliseconds);
}

/** The day that many days later, e.g. `2026-11-21`. */
export function daysAfter(day: string, days: number): string {
  return new Date((dayNumber(day) + days) * dayMilliseconds).toISOString().slice(0, 10);
}

/** The day in UTC, which is the same wherever CI runs. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/**
 * How old a secret is, by the days that are written down.
 *
 * @param rotated day of its last change; undefined where nobody knows
 * @param limit days after which it is due, or never
 * @param today the day on which this is asked
 */
export function secretAge(rotated: string | undefined, limit: number | "never", today: string): SecretAge {
  if (limit === "never") return { standing: "fine" };
  if (rotated === undefined) return { standing: "undated" };
  const due = daysAfter(rotated, limit);
  const left = dayNumber(due) - dayNumber(today);
  if (dayNumber(rotated) > dayNumber(today)) return { standing: "ahead", due, left };
  return { standing: left <= 0 ? "due" : left <= warningDays ? "soon" : "fine", due, left };
}
