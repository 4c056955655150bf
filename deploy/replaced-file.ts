import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { UsageError } from "../components/errors";

/**
 * Replaces a file's text at once: whoever reads it, whatever happens meanwhile, finds the old text or the new one.
 *
 * @param change the new text, made from the present one
 * @throws UsageError where it can't be written, with the reason; the file is then as it was
 */
export function replaceFile(file: string, change: (text: string) => string): void {
  // A link stays a link.
  const place = realpathSync(file);
  const text = readFileSync(place, "utf8");
  const changed = change(text);
  if (changed === text) return;
  const draft = `${place}.${String(process.pid)}.draft`;
  try {
    const handle = openSync(draft, "w", statSync(place).mode);
    try {
      writeFileSync(handle, changed);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(draft, place);
  } catch (error) {
    rmSync(draft, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `${file} can't be written (${reason}); it is as it was. Mend that, and run the same command again.`,
    );
  }
}
