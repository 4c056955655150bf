/** A member of a list whose items are told apart by one of their fields: the container with `name` `web`. */
export interface Member {
  readonly by: string;
  readonly is: string | number;
}

/** One step into a value: a key of a map, an index of a list, or a member of a list by its name. */
export type Step = string | number | Member;

/** How one field of a value became another's. */
export type FieldChange = { readonly path: readonly Step[] } & (
  | {
      readonly kind: "added";
      readonly after: unknown;
      /** Where a list's new item stands in the list. */
      readonly at?: number;
    }
  | { readonly kind: "removed"; readonly before: unknown }
  | { readonly kind: "changed"; readonly before: unknown; readonly after: unknown }
);

type Json = Readonly<Record<string, unknown>>;
type List = readonly unknown[];

/** Fields that tell the items of Kubernetes' lists apart, the most telling first. */
const memberKeys = ["name", "mountPath", "key", "containerPort", "host", "path", "port"] as const;

/** Whether a value is a map of fields. */
export function isFields(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether two values of JSON are the same; the order of a map's keys says nothing. */
export function same(base: unknown, head: unknown): boolean {
  if (Array.isArray(base) && Array.isArray(head))
    return base.length === head.length && base.every((item, index) => same(item, head[index]));
  if (!isFields(base) || !isFields(head)) return base === head;
  const keys = Object.keys(base);
  return (
    keys.length === Object.keys(head).length &&
    keys.every((key) => Object.hasOwn(head, key) && same(base[key], head[key]))
  );
}

/** What tells the items of both lists apart; undefined where nothing does. */
function memberKey(base: List, head: List): string | undefined {
  return memberKeys.find((key) =>
    [base, head].every((list) => {
      const names = list.map((item) => (isFields(item) && Object.hasOwn(item, key) ? item[key] : undefined));
      return (
        names.every((name) => typeof name === "string" || typeof name === "number") &&
        new Set(names).size === names.length
      );
    }),
  );
}

const nameOf = (item: unknown, by: string): string | number =>
  (item as Readonly<Record<string, string | number>>)[by] ?? "";

/** Changes of a list of named members; undefined where members changed places, which no field tells. */
function memberChanges(path: readonly Step[], base: List, head: List, by: string): readonly FieldChange[] | undefined {
  const after = new Map(head.map((item, at) => [nameOf(item, by), { item, at }]));
  const before = new Map(base.map((item) => [nameOf(item, by), item]));
  const kept = [...before.keys()].filter((name) => after.has(name));
  const order = [...after.keys()].filter((name) => before.has(name));
  if (kept.some((name, index) => name !== order[index])) return undefined;
  const step = (is: string | number): readonly Step[] => [...path, { by, is }];
  return [
    ...[...before].flatMap(([is, item]): readonly FieldChange[] => {
      const other = after.get(is);
      if (other === undefined) return [{ kind: "removed", path: step(is), before: item }];
      return changesAt(step(is), item, other.item);
    }),
    ...[...after].flatMap(([is, { item, at }]): readonly FieldChange[] =>
      before.has(is) ? [] : [{ kind: "added", path: step(is), after: item, at }],
    ),
  ];
}

/** Changes of a list whose items have no names: what is the same at both ends is left alone. */
function itemChanges(path: readonly Step[], base: List, head: List): readonly FieldChange[] {
  let start = 0;
  while (start < base.length && start < head.length && same(base[start], head[start])) start += 1;
  let end = 0;
  while (
    end < base.length - start &&
    end < head.length - start &&
    same(base[base.length - 1 - end], head[head.length - 1 - end])
  )
    end += 1;
  const gone = base.slice(start, base.length - end);
  const come = head.slice(start, head.length - end);
  if (gone.length === come.length)
    return gone.flatMap((item, index) => changesAt([...path, start + index], item, come[index]));
  return [
    ...gone.map((before, index): FieldChange => ({ kind: "removed", path: [...path, start + index], before })),
    ...come.map(
      (after, index): FieldChange => ({ kind: "added", path: [...path, start + index], after, at: start + index }),
    ),
  ];
}

function listChanges(path: readonly Step[], base: List, head: List): readonly FieldChange[] {
  const by = base.length + head.length === 0 ? undefined : memberKey(base, head);
  if (by === undefined) return itemChanges(path, base, head);
  return memberChanges(path, base, head, by) ?? [{ kind: "changed", path, before: base, after: head }];
}

function fieldChanges(path: readonly Step[], base: Json, head: Json): readonly FieldChange[] {
  const keys = [...new Set([...Object.keys(base), ...Object.keys(head)])].sort();
  return keys.flatMap((key): readonly FieldChange[] => {
    const step = [...path, key];
    if (!Object.hasOwn(head, key)) return [{ kind: "removed", path: step, before: base[key] }];
    if (!Object.hasOwn(base, key)) return [{ kind: "added", path: step, after: head[key] }];
    return changesAt(step, base[key], head[key]);
  });
}

function changesAt(path: readonly Step[], before: unknown, after: unknown): readonly FieldChange[] {
  if (same(before, after)) return [];
  if (isFields(before) && isFields(after)) return fieldChanges(path, before, after);
  if (Array.isArray(before) && Array.isArray(after)) return listChanges(path, before, after);
  return [{ kind: "changed", path, before, after }];
}

/** Every field in which two values of JSON differ, the deepest that tells it; none for equal values. */
export function difference(base: unknown, head: unknown): readonly FieldChange[] {
  return changesAt([], base, head);
}

/** A path as people write it: `spec.containers[web].image`. */
export function showPath(path: readonly Step[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${String(step)}]`;
    if (typeof step === "object") return `${text}[${String(step.is)}]`;
    const plain = /^[A-Za-z0-9_-]+$/.test(step);
    return plain ? `${text}${text === "" ? "" : "."}${step}` : `${text}["${step}"]`;
  }, "");
}
