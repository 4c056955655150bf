import fc from "fast-check";
import { judge } from "./verdict";

/** Something that takes inputs, and the inputs that somebody could give it. */
export interface Target<Input> {
  readonly name: string;
  readonly inputs: fc.Arbitrary<Input>;
  /** Takes one; throws a UsageError where it refuses it. */
  readonly take: (input: Input) => unknown;
}

/** What came of a campaign against one target. */
export interface Outcome<Input> {
  readonly target: string;
  readonly seed: number;
  readonly cases: number;
  readonly accepted: number;
  readonly refused: number;
  /** Milliseconds in all, and of the case that took longest. */
  readonly took: number;
  readonly slowest: number;
  /** Inputs that were accepted, evenly picked, at most as many as asked for. */
  readonly sample: readonly Input[];
  /** What went wrong first, with the smallest input that does; undefined where nothing did. */
  readonly finding?: { readonly counterexample: string; readonly error: string };
}

/** Every second one of what is kept is dropped whenever there are twice as many as wanted. */
class Sample<Input> {
  #kept: Input[] = [];
  #step = 1;
  #seen = 0;

  constructor(private readonly size: number) {}

  add(input: Input): void {
    if (this.size > 0 && this.#seen % this.#step === 0) this.#kept.push(input);
    this.#seen += 1;
    if (this.#kept.length < this.size * 2) return;
    this.#kept = this.#kept.filter((_, index) => index % 2 === 0);
    this.#step *= 2;
  }

  get inputs(): readonly Input[] {
    return this.#kept.slice(0, this.size);
  }
}

/** Gives a target that many inputs that follow from the seed, until one of them shows a fault. */
export async function campaign<Input>(
  { inputs, name, take }: Target<Input>,
  { cases, sample: size = 0, seed }: { readonly cases: number; readonly seed: number; readonly sample?: number },
): Promise<Outcome<Input>> {
  let accepted = 0;
  let refused = 0;
  let slowest = 0;
  const sample = new Sample<Input>(size);
  const started = performance.now();
  const result = await fc.check(
    fc.asyncProperty(inputs, async (input) => {
      const verdict = await judge(() => take(input));
      slowest = Math.max(slowest, verdict.took);
      if (verdict.accepted) {
        accepted += 1;
        sample.add(input);
      } else refused += 1;
    }),
    { seed, numRuns: cases },
  );
  const outcome = {
    ...{ target: name, seed, cases: result.numRuns, accepted, refused, slowest },
    ...{ took: performance.now() - started, sample: sample.inputs },
  };
  if (!result.failed) return outcome;
  const { counterexample, errorInstance } = result;
  return {
    ...outcome,
    finding: {
      // What repeats without end is told as such.
      counterexample: fc.stringify(counterexample?.[0]).replaceAll(/(.{1,12})\1{20,}/g, "$1 (and so on)"),
      error: errorInstance instanceof Error ? errorInstance.message : String(errorInstance),
    },
  };
}
