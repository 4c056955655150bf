import { table } from "../plan/table";

type Outputs = Readonly<Record<string, unknown>>;

/** Addresses of an application, one in a line. */
export function addresses(outputs: Outputs): readonly string[] {
  return table(Object.entries((outputs["urls"] ?? {}) as Readonly<Record<string, string>>));
}

/** A value on its own: a text as it is, so that it can go into a file or a variable, anything else as JSON. */
export function outputText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** Outputs that programs read, and nobody else. */
const forPrograms = ["shared"];

const isMap = (value: unknown): value is Outputs =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A cost in a line: `85.2 to 133.2 USD, by prices of 2026-11-21`. */
function costText({ currency, maximum, minimum, pricesOf }: Outputs): string {
  const sum = minimum === maximum ? String(minimum) : `${String(minimum)} to ${String(maximum)}`;
  return `${sum} ${String(currency)}, by prices of ${String(pricesOf)}`;
}

/** An output as rows of a table: a list has a row for each entry, a map one for each key. */
function rowsOf(name: string, value: unknown): readonly (readonly [name: string, text: string])[] {
  if (name === "monthlyCost" && isMap(value)) return [[name, costText(value)]];
  if (name === "loadBalancer" && isMap(value)) return [[name, `${String(value["value"])} (${String(value["kind"])})`]];
  if (Array.isArray(value)) {
    const text = (entry: unknown): string =>
      isMap(entry) ? Object.values(entry).map(String).join(" ") : String(entry);
    return value.map((entry: unknown, index) => [index === 0 ? name : "", text(entry)]);
  }
  if (isMap(value)) return Object.entries(value).flatMap(([key, inner]) => rowsOf(`${name}.${key}`, inner));
  return [[name, String(value)]];
}

/** All outputs that people want to know, one in a line; the others are told by `--json`. */
export function outputLines(outputs: Outputs): readonly string[] {
  return table(
    Object.entries(outputs)
      .filter(([name]) => !forPrograms.includes(name))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .flatMap(([name, value]) => rowsOf(name, value)),
  );
}
