import { sentence } from "../plan/command";
import { exitCode } from "./exit-code";

/**
 * Does something that Ctrl-C and SIGTERM interrupt as soon as that is safe; a second one ends the process at once.
 * What was interrupted is told with what to do, and its exit code says so.
 *
 * @param whatToDo a sentence
 */
export async function interruptible(
  action: (signal: AbortSignal) => Promise<void>,
  whatToDo = "Run the same command again: it goes on from there.",
): Promise<void> {
  const interruption = new AbortController();
  const { signal } = interruption;
  const interrupt = (): void => {
    if (signal.aborted) process.exit(exitCode.interrupted);
    console.error("\nInterrupted: ending what is under way (once more ends it at once) …");
    interruption.abort();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  try {
    await action(signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    console.error(`${sentence(error)}\n${whatToDo}`);
    process.exitCode = exitCode.interrupted;
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}
