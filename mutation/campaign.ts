import { type Catcher, catchers, loads } from "./catchers";
import type { Mutant } from "./contract";
import { SourceCopy } from "./copy";

/** What became of a mutant. */
export interface Outcome {
  readonly mutant: Mutant;
  /** Which catcher noticed it, and what it said; undefined for a survivor. */
  readonly caught?: { readonly by: string; readonly said: string };
  readonly seconds: number;
}

async function outcomeOf(mutant: Mutant, copy: SourceCopy, asked: readonly Catcher[]): Promise<Outcome> {
  const start = performance.now();
  const caught = await copy.withMutant(mutant, async () => {
    for (const { name, look } of asked) {
      const said = await look(copy.directory, mutant);
      if (said !== undefined) return { by: name, said };
    }
    return undefined;
  });
  const seconds = (performance.now() - start) / 1000;
  return { mutant, seconds, ...(caught === undefined ? {} : { caught }) };
}

/**
 * Asks the catchers for every mutant, `jobs` at a time, each in a copy of the sources of its own.
 *
 * @param onOutcome is told at once
 * @throws UsageError where an edit no longer applies
 * @throws Error where something fails before there is any mutant
 */
export async function campaign(
  root: string,
  mutants: readonly Mutant[],
  { jobs, onOutcome }: { readonly jobs: number; readonly onOutcome: (outcome: Outcome) => void },
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const left = [...mutants];
  const work = async (): Promise<void> => {
    const copy = new SourceCopy(root);
    try {
      for (let mutant = left.shift(); mutant !== undefined; mutant = left.shift()) {
        const outcome = await outcomeOf(mutant, copy, catchers);
        outcomes.push(outcome);
        onOutcome(outcome);
      }
    } finally {
      copy.remove();
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return outcomes.sort((a, b) => mutants.indexOf(a.mutant) - mutants.indexOf(b.mutant));
}

/** What is wrong before anything is mutated: whatever fails then would seem to catch every mutant. */
export async function faultBefore(root: string, mutants: readonly Mutant[]): Promise<string | undefined> {
  const first = [...new Set(mutants.flatMap((mutant) => mutant.first))];
  const copy = new SourceCopy(root);
  try {
    for (const look of [loads, ...catchers.slice(0, 2).map((catcher) => catcher.look)]) {
      const said = await look(copy.directory, { name: "none", file: "", find: "", replace: "", first });
      if (said !== undefined) return said;
    }
    return undefined;
  } finally {
    copy.remove();
  }
}
