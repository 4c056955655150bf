/** A line of a topic that the two plans have differently: what it is about, and its two states. */
export interface TopicChange {
  readonly subject: string;
  /** Undefined where it wasn't there. */
  readonly before: string | undefined;
  /** Undefined where it is gone. */
  readonly after: string | undefined;
}

/** Lines by subject that differ between two states, sorted by subject. */
export function topicChanges(
  base: ReadonlyMap<string, string>,
  head: ReadonlyMap<string, string>,
): readonly TopicChange[] {
  const subjects = [...new Set([...base.keys(), ...head.keys()])].sort();
  return subjects
    .map((subject) => ({ subject, before: base.get(subject), after: head.get(subject) }))
    .filter(({ before, after }) => before !== after);
}
