import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** Bytes that are read at once. */
const chunkSize = 64 * 1024;

/** Reads to the end, or one byte beyond what is allowed: files of /proc don't say how long they are. */
function readAll(descriptor: number, largest: number): Buffer {
  const chunks: Buffer[] = [];
  for (let total = 0; total <= largest; ) {
    const chunk = Buffer.alloc(chunkSize);
    const count = readSync(descriptor, chunk);
    if (count === 0) break;
    chunks.push(chunk.subarray(0, count));
    total += count;
  }
  return Buffer.concat(chunks);
}

/**
 * The text of a file that somebody names, without ever waiting for it: a device or a pipe might never end, a file of /proc
 * might never begin, and a huge one would fill memory.
 *
 * @param largest in bytes
 * @throws Error with the reason for anything but a file of that size at most
 */
export function readOrdinaryFile(file: string, largest: number): string {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile()) throw new Error("it is no ordinary file");
    const content = status.size > largest ? undefined : readAll(descriptor, largest);
    const size = Math.max(status.size, content?.length ?? 0);
    if (content === undefined || size > largest)
      throw new Error(`it has ${String(size)} bytes, and ${String(largest)} are the most`);
    return content.toString("utf8");
  } finally {
    closeSync(descriptor);
  }
}
