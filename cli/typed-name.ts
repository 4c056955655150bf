import { createInterface } from "node:readline/promises";

/** What says that a stack is meant. */
export interface NamingFlags {
  /** The stack's name, on the command line. */
  readonly confirm?: string;
  readonly json?: boolean;
}

/**
 * The stack's name, from the command line or from whoever sits at the terminal; undefined where nobody can be asked, or
 * whoever was asked left without a word.
 *
 * @param question what typing it means
 */
export async function typedName({ confirm, json }: NamingFlags, question: string): Promise<string | undefined> {
  if (confirm !== undefined || json === true || !process.stdin.isTTY || !process.stdout.isTTY) return confirm;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const left = new Promise<undefined>((done) => terminal.once("close", () => done(undefined)));
  terminal.once("SIGINT", () => {
    // A terminal that is read line by line keeps Ctrl-C to itself; the process is told as otherwise.
    process.kill(process.pid, "SIGINT");
    terminal.close();
  });
  try {
    return await Promise.race([terminal.question(question).then((line) => line.trim()), left]);
  } finally {
    terminal.close();
  }
}
