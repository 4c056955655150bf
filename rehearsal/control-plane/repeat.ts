import { setTimeout as sleep } from "node:timers/promises";

/** Something that is done again and again until it is told to stop. */
export interface Repetition {
  /** Returns once the last round is over. */
  stop(): Promise<void>;
}

/**
 * Does something every so often, one round after the other. A round that fails is made up for by the next: the API
 * server may be busy, or on its way out. Doesn't keep the process alive.
 */
export function repeat(milliseconds: number, round: () => Promise<void>): Repetition {
  const stopping = new AbortController();
  const { signal } = stopping;
  const rounds = (async () => {
    while (!signal.aborted) {
      await round().catch(() => undefined);
      await sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await rounds;
    },
  };
}
