import { spawn } from "node:child_process";

/** A question that a program asks on its terminal, and the line that is typed then. */
export interface Typing {
  readonly asked: string;
  readonly typed: string;
}

/** What stood on a terminal, on which both streams are one, and how the program ended. */
export interface TerminalEnd {
  /** Undefined where a signal ended it. */
  readonly code: number | undefined;
  /** With the line ends of files, not of terminals. */
  readonly screen: string;
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/**
 * Runs a program on a terminal of its own, which `script` of util-linux makes, and types a line once it is asked.
 *
 * @throws where there is no `script`, or the question never came
 */
export async function atTerminal(
  program: readonly string[],
  { asked, typed }: Typing,
  cwd: string,
): Promise<TerminalEnd> {
  const words = ["--quiet", "--return", "--flush", "--command", program.map(quoted).join(" "), "/dev/null"];
  const child = spawn("script", words, { cwd, stdio: ["pipe", "pipe", "inherit"] });
  let screen = "";
  const answers: string[] = [];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    screen += text;
    if (answers.length > 0 || !screen.includes(asked)) return;
    answers.push(typed);
    child.stdin.write(`${typed}\r`);
  });
  const code = await new Promise<number | undefined>((done, fail) => {
    child.on("error", fail).on("close", (status) => {
      done(status ?? undefined);
    });
  });
  if (answers.length === 0) throw new Error(`"${asked}" was never asked; exit code ${String(code)}:\n${screen}`);
  return { code, screen: screen.replaceAll("\r\n", "\n") };
}
