/** What a machine refuses, by the codes of Node's system errors: what that means, and what to do about it. */
const refusals: Readonly<Record<string, readonly [meaning: string, remedy: string]>> = {
  ENOSPC: ["The disk is full", "Make room"],
  EDQUOT: ["Your share of the disk is used up", "Make room"],
  EROFS: ["Nothing can be written there", "Choose another place, or mount it writable"],
  EACCES: ["That isn't allowed to you", "Change who may do that, or choose another place"],
  EPERM: ["That isn't allowed to you", "Change who may do that, or choose another place"],
  EMFILE: ["Too many files are open", "Raise the limit (ulimit -n)"],
  ENFILE: ["Too many files are open on this machine", "End what holds them"],
};

/** The sentence for what the machine refused, with what to do; undefined where it isn't the machine's doing. */
export function machineSentence(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  const refusal = refusals[error.code];
  if (refusal === undefined) return undefined;
  const [meaning, remedy] = refusal;
  return `${meaning} (${error.message}). ${remedy}, and run the same command again: it goes on from what is there.`;
}
