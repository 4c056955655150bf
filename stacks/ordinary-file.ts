import { readFileSync, statSync } from "node:fs";

/**
 * The text of a file that somebody names: a device or a pipe might never end, and a huge file would fill memory.
 *
 * @param largest in bytes
 * @throws Error with the reason for anything but a file of that size at most
 */
export function readOrdinaryFile(file: string, largest: number): string {
  const status = statSync(file);
  if (!status.isFile()) throw new Error("it is no ordinary file");
  if (status.size > largest)
    throw new Error(`it has ${String(status.size)} bytes, and ${String(largest)} are the most`);
  return readFileSync(file, "utf8");
}
