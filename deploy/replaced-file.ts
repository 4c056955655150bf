import {
  closeSync,
  existsSync,
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
  if (changed !== text) writeAtOnce(file, place, changed, statSync(place).mode);
}

/**
 * Writes a file at once that may be there already: whoever reads it finds what was there before, or all of it.
 *
 * @throws UsageError where it can't be written, with the reason; what was there is as it was
 */
export function putFile(file: string, text: string): void {
  if (existsSync(file)) replaceFile(file, () => text);
  else writeAtOnce(file, file, text, 0o644);
}

function writeAtOnce(file: string, place: string, text: string, mode: number): void {
  const draft = `${place}.${String(process.pid)}.draft`;
  try {
    const handle = openSync(draft, "w", mode);
    try {
      writeFileSync(handle, text);
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
