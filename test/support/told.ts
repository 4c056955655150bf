/** Everything that is written to the terminal while something is done; the exit code that it sets is forgotten. */
export async function told(action: () => Promise<unknown>): Promise<string> {
  const said: string[] = [];
  const { error, log } = console;
  const write = process.stdout.write.bind(process.stdout);
  const keep = (...data: readonly unknown[]): void => void said.push(data.map(String).join(" "));
  Object.assign(console, { log: keep, error: keep });
  process.stdout.write = (text: Uint8Array | string): boolean => {
    said.push(String(text));
    return true;
  };
  try {
    await action();
    return said.join("\n");
  } finally {
    Object.assign(console, { log, error });
    process.stdout.write = write;
    process.exitCode = 0;
  }
}
