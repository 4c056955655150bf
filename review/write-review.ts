import { UsageError } from "../components/errors";
import { writeBelow } from "../plan/write-below";
import { shown } from "../stacks/config/plain-secrets";

/**
 * Writes the files of a review into a directory; other files there stay.
 *
 * @throws UsageError when the directory can't be written to.
 */
export function writeReview(directory: string, files: Readonly<Record<string, string>>): void {
  try {
    for (const [name, text] of Object.entries(files)) writeBelow(directory, name, text);
  } catch (error) {
    throw new UsageError(
      shown(
        `--out is ${directory}, which can't be written to: ${error instanceof Error ? error.message : String(error)}.`,
      ),
    );
  }
}
