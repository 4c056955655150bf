import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../components/errors";
import type { Mutant } from "./contract";

/** What isn't copied: the packages are linked to, and nobody mutates the rest. */
const leftOut = ["node_modules", ".git", "coverage", "out", "plan-out", ".scratch"];

/**
 * The text with the mutant's edit.
 *
 * @throws UsageError where what it looks for isn't there exactly once, so that it would change something else or nothing
 */
export function mutated(text: string, { name, file, find, replace }: Mutant): string {
  const times = text.split(find).length - 1;
  if (times !== 1)
    throw new UsageError(
      `Mutant "${name}" looks in ${file} for a text that stands there ${String(times)} times; mend its edit in mutation/mutants/.`,
    );
  // Not String.replace, to which $ means something.
  const at = text.indexOf(find);
  return text.slice(0, at) + replace + text.slice(at + find.length);
}

/** A copy of the sources in a directory of its own: whatever kills a run, the checkout is as it was. */
export class SourceCopy {
  readonly directory: string;

  constructor(root: string) {
    this.directory = mkdtempSync(join(tmpdir(), "rootstock-mutants-"));
    for (const entry of readdirSync(root))
      if (!leftOut.includes(entry)) cpSync(join(root, entry), join(this.directory, entry), { recursive: true });
    symlinkSync(realpathSync(join(root, "node_modules")), join(this.directory, "node_modules"));
  }

  /** Does something while a mutant's edit is in the copy. */
  async withMutant<T>(mutant: Mutant, act: () => Promise<T>): Promise<T> {
    const file = join(this.directory, mutant.file);
    const text = readFileSync(file, "utf8");
    writeFileSync(file, mutated(text, mutant));
    try {
      return await act();
    } finally {
      writeFileSync(file, text);
    }
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
