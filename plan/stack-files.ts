import { readdirSync } from "node:fs";
import { basename, join } from "node:path";

const stackFileName = /^Pulumi\.([A-Za-z0-9_.-]+)\.ya?ml$/;

/** The stack that a file is of, by its name; undefined for any other file. */
export function stackOfFile(file: string): string | undefined {
  return stackFileName.exec(basename(file))?.[1];
}

/** Stack files of a directory by stack, in the order of their names. */
export function stackFiles(directory: string): ReadonlyMap<string, string> {
  const named = readdirSync(directory).flatMap((file): readonly (readonly [string, string])[] => {
    const stack = stackOfFile(file);
    return stack === undefined ? [] : [[stack, join(directory, file)]];
  });
  return new Map([...named].sort(([a], [b]) => (a < b ? -1 : 1)));
}
