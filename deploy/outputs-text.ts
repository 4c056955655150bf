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

/** All outputs, one in a line. */
export function outputLines(outputs: Outputs): readonly string[] {
  const short = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
  return table(
    Object.entries(outputs)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, value]) => [name, short(value)]),
  );
}
