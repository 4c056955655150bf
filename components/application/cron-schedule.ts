/** What a field of a cron expression counts, and the names that may stand for numbers. */
interface Field {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const fields: readonly Field[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: months },
  { least: 0, most: 6, names: days },
];

function numberOf(text: string, { least, most, names }: Field): number | undefined {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  const value = named >= 0 ? named + least : /^\d{1,4}$/.test(text) ? Number(text) : -1;
  return value >= least && value <= most ? value : undefined;
}

/** Whether one entry of a field's list can be read: `*`, `?`, a number, a range, each with a step. */
function isEntry(text: string, field: Field): boolean {
  const [range = "", step, ...more] = text.split("/");
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d{0,3}$/.test(step))) return false;
  if (range === "*" || range === "?") return true;
  const [from = "", to, ...rest] = range.split("-");
  const first = numberOf(from, field);
  if (first === undefined || rest.length > 0) return false;
  const last = to === undefined ? first : numberOf(to, field);
  return last !== undefined && last >= first;
}

/** Whether the API server takes a text as the schedule of a CronJob. */
export function isCronSchedule(text: string): boolean {
  if (/^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/.test(text)) return true;
  const words = text.split(" ");
  return (
    text.length <= 200 &&
    words.length === fields.length &&
    fields.every((field, index) => (words[index] ?? "").split(",").every((entry) => isEntry(entry, field)))
  );
}

/** Whether a text is the name of a time zone, as everybody who knows time zones writes it. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Z][\w+-]*(\/[A-Z][\w+-]*)*$/.test(text)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
