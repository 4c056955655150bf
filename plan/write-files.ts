import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { UsageError } from "../components/errors";
import { legible } from "../components/legible";
import { type PlanFile, planList } from "./manifests";

/** Files that an earlier plan wrote, by its own list; none where there is no such list. */
function earlierFiles(root: string): readonly string[] {
  try {
    const { files } = JSON.parse(readFileSync(join(root, planList), "utf8")) as { readonly files?: unknown };
    if (!Array.isArray(files)) return [];
    return files.filter(
      (path): path is string => typeof path === "string" && resolve(root, path).startsWith(root + sep),
    );
  } catch {
    return [];
  }
}

/**
 * A file's place below the root.
 *
 * @throws Error for a path that leads out of it, by its own words or by a link that somebody put there
 */
function placeOf(root: string, path: string): string {
  const file = resolve(root, path);
  if (!file.startsWith(root + sep)) throw new Error(`${JSON.stringify(path)} would be outside of it`);
  const steps = file.slice(root.length + 1).split(sep);
  for (const [index] of steps.entries()) {
    const step = join(root, ...steps.slice(0, index + 1));
    if (lstatSync(step, { throwIfNoEntry: false })?.isSymbolicLink() === true)
      throw new Error(`${step} is a link, which might lead anywhere`);
  }
  return file;
}

/** Removes a file, and its directory once that is empty. */
function remove(root: string, path: string): void {
  const file = placeOf(root, path);
  rmSync(file, { force: true });
  const directory = dirname(file);
  if (directory !== root && existsSync(directory) && readdirSync(directory).length === 0) rmdirSync(directory);
}

function replaceFiles(root: string, files: readonly PlanFile[]): void {
  const wanted = new Set(files.map(({ path }) => path));
  for (const path of earlierFiles(root)) if (!wanted.has(path)) remove(root, path);
  // Nothing is written where anything can't be.
  for (const { path } of files) placeOf(root, path);
  // The list first: whatever interrupts the rest, the next plan knows what may be there.
  const ordered = [...files].sort((a, b) => Number(b.path === planList) - Number(a.path === planList));
  for (const { path, text } of ordered) {
    const file = placeOf(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/**
 * Writes the files of a plan in place of those of an earlier plan; files that no plan wrote stay.
 *
 * @throws UsageError when the directory can't be written to.
 */
export function writeFiles(directory: string, files: readonly PlanFile[]): void {
  try {
    replaceFiles(resolve(directory), files);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(legible(`--out is ${directory}, which can't be written to: ${reason}.`));
  }
}
