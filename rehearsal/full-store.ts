/** Whether an API server's or helm's message says that the cluster's store takes nothing more. */
export function isFullStore(message: string): boolean {
  return /database space exceeded/.test(message);
}

/** What to do about it, as a sentence. */
export const fullStoreAdvice =
  "Make room in the cluster's etcd (compact and defragment it, disarm its NOSPACE alarm), and run the same command again.";
