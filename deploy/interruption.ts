import { UsageError } from "../components/errors";

/** Somebody's wish to stop, as a process is told of it. */
export interface Interruption {
  /** Stops what is under way. */
  readonly stop: AbortController;
  /** Whether somebody asked. */
  readonly asked: () => boolean;
  /** Ends listening; must be called whatever happens. */
  end(): void;
}

/**
 * Listens for Ctrl-C and SIGTERM while a program that we started is at work. From a terminal, Ctrl-C reaches that
 * program by itself; a second signal would make it end at once and forget what it had begun.
 *
 * @param signal tells of Ctrl-C, where the command listens for it itself
 */
export function interruption(signal?: AbortSignal): Interruption {
  const stop = new AbortController();
  let asked = false;
  const interrupt = (): void => {
    asked = true;
    if (!process.stdin.isTTY) stop.abort();
  };
  const terminate = (): void => {
    asked = true;
    stop.abort();
  };
  if (signal?.aborted === true) interrupt();
  signal?.addEventListener("abort", interrupt);
  if (signal === undefined) process.on("SIGINT", interrupt);
  process.on("SIGTERM", terminate);
  return {
    stop,
    asked: () => asked,
    end: () => {
      signal?.removeEventListener("abort", interrupt);
      process.off("SIGINT", interrupt).off("SIGTERM", terminate);
    },
  };
}

/** What is said of a deployment that was stopped; the exit code says so, too. */
export function interruptedError(stack: string): UsageError {
  process.exitCode = 130;
  return new UsageError(`Pulumi has kept what was done to stack ${stack} before it was interrupted.`);
}
