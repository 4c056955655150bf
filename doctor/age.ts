import type { Seen } from "./contract";

/** Minutes since a time; none for a time that isn't told. */
export function minutesSince({ now }: Pick<Seen, "now">, time: string | undefined): number {
  return time === undefined ? 0 : Math.max(0, (now.getTime() - new Date(time).getTime()) / 60_000);
}

/** A time as an age, as people say it: `3 min`, `2 h`, `5 d`. */
export function showAge(now: Date, time: string): string {
  const minutes = Math.round(minutesSince({ now }, time));
  if (minutes < 120) return `${String(minutes)} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${String(hours)} h` : `${String(Math.round(hours / 24))} d`;
}
