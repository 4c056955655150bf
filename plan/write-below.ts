import { lstatSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";

/**
 * A file's place below the root.
 *
 * @throws Error for a path that leads out of it, by its own words or by a link that somebody put there, and for what is
 * there and no file: a pipe, say, would take the text and never end
 */
export function placeBelow(root: string, path: string): string {
  const file = resolve(root, path);
  if (!file.startsWith(root.endsWith(sep) ? root : root + sep))
    throw new Error(`${JSON.stringify(path)} would be outside of it`);
  const steps = file.slice(root.length).split(sep).filter(Boolean);
  for (const [index] of steps.entries()) {
    const step = join(root, ...steps.slice(0, index + 1));
    const status = lstatSync(step, { throwIfNoEntry: false });
    if (status?.isSymbolicLink() === true) throw new Error(`${step} is a link, which might lead anywhere`);
    if (status?.isFile() === false && !status.isDirectory()) throw new Error(`${step} is no ordinary file`);
  }
  return file;
}

/** Makes a directory and those above it, one by one: Node's own way never ends where one can't be made, as in /proc. */
function makeDirectory(directory: string): void {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const above = dirname(directory);
  if (above !== directory) makeDirectory(above);
  mkdirSync(directory);
}

/**
 * Writes a file below the root, and makes the directories that it needs.
 *
 * @throws Error where {@link placeBelow} does, and where it can't be written
 */
export function writeBelow(root: string, path: string, text: string): string {
  const file = placeBelow(resolve(root), path);
  makeDirectory(dirname(file));
  writeFileSync(file, text);
  return file;
}
