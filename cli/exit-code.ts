/** Exit codes of `rootstock`, for scripts and CI; they stay what they are. */
export const exitCode = {
  /** Done; nothing found. */
  done: 0,
  /** Refused or failed, with a sentence on standard error. */
  failed: 1,
  /** The command line itself can't be read. */
  usage: 2,
  /** A rollout failed, and the last good version runs again. */
  returned: 3,
  /** Something was found that somebody must look at: drift, a secret that is due, a stuck release. */
  found: 4,
  /** Interrupted from the keyboard; the next run of the same command goes on. */
  interrupted: 130,
} as const;
