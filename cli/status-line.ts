/** A line that tells what is going on, where somebody watches. */
export interface StatusLine {
  readonly show: (message: string) => void;
  readonly clear: () => void;
}

/** The start of the line, and nothing on it. */
const blank = "\r\u001B[2K";

/** A line of the terminal that is written over and over; elsewhere nothing is told. */
export function statusLine(stream: NodeJS.WriteStream = process.stderr): StatusLine {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined };
  return {
    show: (message) => stream.write(`${blank}${message.slice(0, Math.max(20, stream.columns - 1))}`),
    clear: () => stream.write(blank),
  };
}
