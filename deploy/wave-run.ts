/** How a stack stands while many are deployed; `stopped`: it wasn't begun, because another one failed. */
export type WaveState = "waiting" | "running" | "succeeded" | "failed" | "stopped";

/** How one stack's deployment ended. */
export interface WaveOutcome {
  readonly succeeded: boolean;
  /** What failed, in a line. */
  readonly reason?: string;
}

/** A stack with its state. */
export interface WaveProgress<S> {
  readonly stack: S;
  /** Counts from 1. */
  readonly wave: number;
  readonly state: WaveState;
  /** Since its start; undefined before it. */
  readonly seconds?: number;
  readonly reason?: string;
}

/** How waves are run. */
export interface WaveRunOptions<S> {
  /** Most stacks side by side. */
  readonly parallel: number;
  /** Deploys one stack. What it throws counts as a failure, too. */
  readonly deploy: (stack: S) => Promise<WaveOutcome>;
  /** Told whenever a stack begins or ends. */
  readonly onChange?: (changed: WaveProgress<S>, all: readonly WaveProgress<S>[]) => void;
  /** Begins nothing more; what is under way ends by itself. */
  readonly signal?: AbortSignal;
  /** The clock, in milliseconds. @default Date.now */
  readonly now?: () => number;
}

/**
 * Runs waves of stacks, one after the other, each side by side within a bound. As soon as one stack fails, no other
 * one begins; those that run come to their end.
 *
 * @returns every stack with how it ended, in the order of the waves
 */
export async function runWaves<S>(
  waves: readonly (readonly S[])[],
  { deploy, now = Date.now, onChange, parallel, signal }: WaveRunOptions<S>,
): Promise<readonly WaveProgress<S>[]> {
  const all: WaveProgress<S>[] = waves.flatMap((wave, index) =>
    wave.map((stack): WaveProgress<S> => ({ stack, wave: index + 1, state: "waiting" })),
  );
  const change = (index: number, how: Partial<WaveProgress<S>>): void => {
    const before = all[index];
    if (before === undefined) return;
    const after = { ...before, ...how };
    all[index] = after;
    onChange?.(after, all);
  };
  const halted = (): boolean => signal?.aborted === true || all.some(({ state }) => state === "failed");
  const runOne = async (index: number, stack: S): Promise<void> => {
    const begun = now();
    change(index, { state: "running" });
    const { reason, succeeded } = await deploy(stack).catch((error: unknown) => ({
      succeeded: false,
      reason: error instanceof Error ? error.message : String(error),
    }));
    const seconds = (now() - begun) / 1000;
    change(index, { state: succeeded ? "succeeded" : "failed", seconds, ...(reason === undefined ? {} : { reason }) });
  };
  let first = 0;
  for (const wave of waves) {
    const queue = wave.map((stack, place) => ({ stack, index: first + place }));
    first += wave.length;
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined && !halted(); next = queue.shift())
        await runOne(next.index, next.stack);
    };
    await Promise.all(Array.from({ length: Math.max(1, parallel) }, work));
  }
  return all.map((progress) => (progress.state === "waiting" ? { ...progress, state: "stopped" } : progress));
}
