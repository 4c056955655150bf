import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../components/errors";

/**
 * Writes the files of a review into a directory; other files there stay.
 *
 * @throws UsageError when the directory can't be written to.
 */
export function writeReview(directory: string, files: Readonly<Record<string, string>>): void {
  try {
    mkdirSync(directory, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  } catch (error) {
    throw new UsageError(
      `--out is ${directory}, which can't be written to: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}
