/** Whoever read standard output has read enough, as `head` has. */
const isGone = (error: NodeJS.ErrnoException): boolean => error.code === "EPIPE";

/** Goes on without a reader, so that a deployment isn't left half-way because somebody closed the pipe. */
export function outliveReaders(streams: readonly NodeJS.WriteStream[] = [process.stdout, process.stderr]): void {
  for (const stream of streams)
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (!isGone(error)) throw error;
    });
}
