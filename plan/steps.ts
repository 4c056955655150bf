import { Listr } from "listr2";

/** A step of something that takes its time, for whoever shows progress. */
export interface Step {
  readonly title: string;
  readonly run: (progress: (message: string) => void) => Promise<void>;
}

/**
 * Does steps one after the other, lively on a terminal and in a line for each elsewhere.
 *
 * @param quiet nothing is shown, because standard output is for something else. @default false
 * @throws what a step throws
 */
export async function inSteps(steps: readonly Step[], quiet = false): Promise<void> {
  const failures: unknown[] = [];
  const tasks = new Listr(
    steps.map(({ title, run }) => ({
      title,
      task: async (_context: unknown, task: { output: string }) => {
        try {
          await run((message) => (task.output = message));
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
}
