import type { SleepSettings } from "./sleep";
import { minuteOfDay } from "./time-of-day";

/** How an environment stands by its schedule. */
export interface SleepHours {
  readonly asleep: boolean;
  /** When it went to sleep, or was woken. */
  readonly since: Date;
  /** When it is woken next, or goes to sleep. */
  readonly until: Date;
}

const minute = 60_000;
const minutesADay = 24 * 60;
const minutesAWeek = 7 * minutesADay;
const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** A moment as the clock of a time zone shows it. */
function shownAt(time: Date, timeZone: string): (part: Intl.DateTimeFormatPartTypes) => string {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(time);
  return (part) => parts.find(({ type }) => type === part)?.value ?? "";
}

/** The minute of the week on the clock of a time zone, from Sunday at midnight. */
function minuteOfWeek(time: Date, timeZone: string): number {
  const part = shownAt(time, timeZone);
  return days.indexOf(part("weekday")) * minutesADay + Number(part("hour")) * 60 + Number(part("minute"));
}

/** A moment of the week at which a job runs that changes something. */
interface Change {
  readonly at: number;
  readonly asleep: boolean;
}

/** What the two jobs change in a week, in its order: one that finds everybody asleep, or awake, changes nothing. */
function changesOf({ from, until, weekends }: SleepSettings): readonly Change[] {
  const all = days
    .flatMap((_day, index): readonly Change[] => {
      const midnight = index * minutesADay;
      const isWeekend = index === 0 || index === days.length - 1;
      return [
        { at: midnight + minuteOfDay(from), asleep: true },
        ...(weekends && isWeekend ? [] : [{ at: midnight + minuteOfDay(until), asleep: false }]),
      ];
    })
    .sort((one, other) => one.at - other.at);
  return all.filter(({ asleep }, index) => all.at(index - 1)?.asleep !== asleep);
}

const within = (minutes: number): number => ((minutes % minutesAWeek) + minutesAWeek) % minutesAWeek;

/** The moment that is so many minutes away on the clock of a time zone, whether or not that is changed meanwhile. */
function momentAt(now: Date, away: number, wanted: number, timeZone: string): Date {
  const guess = new Date(Math.floor(now.getTime() / minute) * minute + away * minute);
  const late = within(minuteOfWeek(guess, timeZone) - wanted + minutesAWeek / 2) - minutesAWeek / 2;
  return new Date(guess.getTime() - late * minute);
}

/** Whether an environment sleeps by its schedule, since when, and until when; the jobs take minutes to do it. */
export function sleepHours(settings: SleepSettings, now: Date): SleepHours {
  const { timeZone } = settings;
  const minutes = minuteOfWeek(now, timeZone);
  const changes = changesOf(settings);
  const before = changes.findLast(({ at }) => at <= minutes) ?? changes.at(-1);
  const next = changes.find(({ at }) => at > minutes) ?? changes[0];
  if (before === undefined || next === undefined) throw new Error("no job ever runs");
  return {
    asleep: before.asleep,
    since: momentAt(now, -within(minutes - before.at), before.at, timeZone),
    until: momentAt(now, within(next.at - minutes), next.at, timeZone),
  };
}

/** A moment as people of a time zone read it: `Mon 2026-11-23 07:00 Europe/Berlin`. */
export function clockText(time: Date, timeZone: string): string {
  const part = shownAt(time, timeZone);
  return `${part("weekday")} ${part("year")}-${part("month")}-${part("day")} ${part("hour")}:${part("minute")} ${timeZone}`;
}
