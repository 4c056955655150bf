import { existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { UsageError } from "../components/errors";
import { shown } from "../stacks/config/plain-secrets";
import { readOrdinaryFile } from "../stacks/ordinary-file";
import { largestPlan, type PlanFile, planList } from "./manifests";
import { placeBelow, writeBelow } from "./write-below";

/** Files that an earlier plan wrote, by its own list; none where there is no such list. */
function earlierFiles(root: string): readonly string[] {
  try {
    const { files } = JSON.parse(readOrdinaryFile(join(root, planList), largestPlan)) as { readonly files?: unknown };
    if (!Array.isArray(files)) return [];
    return files.filter(
      (path): path is string => typeof path === "string" && resolve(root, path).startsWith(root + sep),
    );
  } catch {
    return [];
  }
}

/** Removes a file, and its directory once that is empty. */
function remove(root: string, path: string): void {
  const file = placeBelow(root, path);
  rmSync(file, { force: true });
  const directory = dirname(file);
  if (directory !== root && existsSync(directory) && readdirSync(directory).length === 0) rmdirSync(directory);
}

function replaceFiles(root: string, files: readonly PlanFile[]): void {
  const wanted = new Set(files.map(({ path }) => path));
  for (const path of earlierFiles(root)) if (!wanted.has(path)) remove(root, path);
  // Nothing is written where anything can't be.
  for (const { path } of files) placeBelow(root, path);
  // The list first: whatever interrupts the rest, the next plan knows what may be there.
  const ordered = [...files].sort((a, b) => Number(b.path === planList) - Number(a.path === planList));
  for (const { path, text } of ordered) writeBelow(root, path, text);
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
    throw new UsageError(shown(`--out is ${directory}, which can't be written to: ${reason}.`));
  }
}
