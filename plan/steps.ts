import { Listr } from "listr2";

/** A step of something that takes its time, for whoever shows progress. */
export interface Step<Result = void> {
  readonly title: string;
  readonly run: (progress: (message: string) => void) => Promise<Result>;
}

/**
 * Does steps one after the other, lively on a terminal and in a line for each elsewhere.
 *
 * @param quiet nothing is shown, because standard output is for something else. @default false
 * @returns what each step returned
 * @throws what a step throws
 */
export async function inSteps<Results extends readonly unknown[] | []>(
  steps: { readonly [Index in keyof Results]: Step<Results[Index]> },
  quiet = false,
): Promise<Results> {
  const results: unknown[] = [];
  const failures: unknown[] = [];
  const tasks = new Listr(
    steps.map(({ title, run }) => ({
      title,
      task: async (_context: unknown, task: { output: string }) => {
        try {
          results.push(await run((message) => (task.output = message)));
        } catch (error) {
          failures.push(error);
          throw new Error("see below");
        }
      },
    })),
    {
      renderer: quiet ? "silent" : process.stdout.isTTY ? "default" : "simple",
      exitOnError: true,
      registerSignalListeners: false,
    },
  );
  try {
    await tasks.run();
  } catch (error) {
    throw failures[0] ?? error;
  }
  // Each step has pushed its own, in their order, or this would have thrown.
  return results as readonly unknown[] as Results;
}
