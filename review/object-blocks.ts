import type { FieldChange } from "./difference";
import type { Fate, ObjectChange } from "./object-change";
import type { Block, Inline, Tone } from "./page";
import { changedLines, showPlace, showValue } from "./show-value";

const nothing = "–";

/** The tone of a state that comes, goes or becomes another. */
export function toneOf(before: unknown, after: unknown): Tone {
  if (before === undefined) return "added";
  return after === undefined ? "removed" : "changed";
}

/** A value of a plan, or a dash. */
export function valueOr(value: string | undefined): readonly Inline[] {
  return [value === undefined ? nothing : { code: value }];
}

const beforeOf = (change: FieldChange): string | undefined =>
  change.kind === "added" ? undefined : showValue(change.before);

const afterOf = (change: FieldChange): string | undefined =>
  change.kind === "removed" ? undefined : showValue(change.after);

/** Fields as a table, and texts of several lines line by line. */
export function fieldBlocks(fields: readonly FieldChange[]): readonly Block[] {
  const texts = fields.filter((change) => changedLines(change) !== undefined);
  const values = fields.filter((change) => !texts.includes(change));
  return [
    ...(values.length === 0
      ? []
      : [
          {
            kind: "table",
            noun: "fields",
            head: ["field", "before", "after"],
            rows: values.map((change) => ({
              tone: toneOf(beforeOf(change), afterOf(change)),
              cells: [[{ code: showPlace(change) }], valueOr(beforeOf(change)), valueOr(afterOf(change))],
            })),
          } as const,
        ]),
    ...texts.flatMap((change): readonly Block[] => [
      { kind: "text", tone: "plain", text: [{ code: showPlace(change) }] },
      { kind: "lines", lines: changedLines(change) ?? [] },
    ]),
  ];
}

const fateTones: Readonly<Record<Fate, Tone>> = {
  added: "added",
  changed: "changed",
  replaced: "changed",
  deleted: "removed",
};

function toneOfObject({ fate, severity }: ObjectChange): Tone {
  return severity === "routine" ? fateTones[fate] : severity;
}

function summaryOf({ fate, fields, title }: ObjectChange): readonly Inline[] {
  const count = fields.length === 0 ? "" : `, ${fields.length} field${fields.length === 1 ? "" : "s"}`;
  return [{ strong: fate }, " ", { code: title }, count];
}

/** Objects one below the other, each with its fields folded away. */
export function objectFolds(changes: readonly ObjectChange[], noun: string): Block {
  return {
    kind: "folds",
    noun,
    folds: changes.map((change) => ({
      tone: toneOfObject(change),
      summary: summaryOf(change),
      blocks: [
        ...change.notes.map((note): Block => ({ kind: "text", tone: toneOfObject(change), text: [note] })),
        ...fieldBlocks(change.fields),
      ],
    })),
  };
}
