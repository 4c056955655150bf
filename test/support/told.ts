/** What was written while something was done. */
interface Heard {
  /** Standard output, as it would be piped to another program. */
  readonly out: string;
  /** All of it, in the order in which it was written. */
  readonly all: string;
}

/** Listens to what is written to the terminal while something is done; the exit code that it sets is forgotten. */
async function listening(action: () => Promise<unknown>): Promise<Heard> {
  const out: string[] = [];
  const all: string[] = [];
  const { error, log } = console;
  const write = process.stdout.write.bind(process.stdout);
  const line = (data: readonly unknown[]): string => data.map(String).join(" ");
  const hear = (text: string): void => {
    out.push(text);
    all.push(text);
  };
  Object.assign(console, {
    log: (...data: readonly unknown[]) => hear(`${line(data)}\n`),
    error: (...data: readonly unknown[]) => all.push(`${line(data)}\n`),
  });
  process.stdout.write = (text: Uint8Array | string): boolean => {
    hear(String(text));
    return true;
  };
  try {
    await action();
    return { out: out.join(""), all: all.join("") };
  } finally {
    Object.assign(console, { log, error });
    process.stdout.write = write;
    process.exitCode = 0;
  }
}

/** Everything that is written to the terminal while something is done. */
export async function told(action: () => Promise<unknown>): Promise<string> {
  return (await listening(action)).all.trimEnd();
}

/** What is written to standard output alone while something is done. */
export async function toldOut(action: () => Promise<unknown>): Promise<string> {
  return (await listening(action)).out;
}
