import type { MaintenanceWindow } from "./settings";

/** A maintenance window as GKE takes it: a first occurrence and a rule by which it comes again. */
export interface RecurringWindow {
  readonly startTime: string;
  readonly endTime: string;
  /** An RFC 5545 rule. */
  readonly recurrence: string;
}

/** A Sunday: the first occurrence is counted from it, and lies in the past so that it never moves. */
const firstSunday = Date.UTC(2026, 0, 4);

const days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

const hour = 3_600_000;

/**
 * GKE wants 48 hours of maintenance in any 32 days: a daily window takes 4 hours, a weekly one 12.
 *
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions
 */
export function recurringWindow({ day, start }: MaintenanceWindow): RecurringWindow {
  const [hours = 0, minutes = 0] = start.split(":").map(Number);
  const offset = day === "any" ? 0 : days.indexOf(day);
  const begin = firstSunday + offset * 24 * hour + hours * hour + minutes * 60_000;
  const length = (day === "any" ? 4 : 12) * hour;
  return {
    startTime: rfc3339(begin),
    endTime: rfc3339(begin + length),
    recurrence: day === "any" ? "FREQ=DAILY" : `FREQ=WEEKLY;BYDAY=${day.slice(0, 2).toUpperCase()}`,
  };
}

function rfc3339(time: number): string {
  return new Date(time).toISOString().replace(".000Z", "Z");
}
