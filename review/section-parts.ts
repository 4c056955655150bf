import { toneOf, valueOr } from "./object-blocks";
import type { Block, Inline, Section, Tone } from "./page";
import type { TopicChange } from "./topics";

/** A section before it is known whether it stands open; one without blocks is left out. */
export type Part = Omit<Section, "open"> & { readonly open?: boolean };

/** Lines of a topic, before and after. */
export function topicTable(noun: string, subject: string, changes: readonly TopicChange[]): readonly Block[] {
  if (changes.length === 0) return [];
  return [
    {
      kind: "table",
      noun,
      head: [subject, "before", "after"],
      rows: changes.map(({ after, before, subject: about }) => ({
        tone: before === after ? "plain" : toneOf(before, after),
        cells: [[{ code: about }], valueOr(before), valueOr(after)],
      })),
    },
  ];
}

/** Sentences under a few words. */
export function sentences(noun: string, tone: Tone, words: string, found: readonly string[]): readonly Block[] {
  if (found.length === 0) return [];
  return [
    { kind: "text", tone, text: [{ strong: words }] },
    // Findings name objects, whose names anybody may choose.
    { kind: "list", noun, items: found.map((code): readonly Inline[] => [{ code }]) },
  ];
}
