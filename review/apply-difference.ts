import { type FieldChange, isFields, type Step } from "./difference";

const sameStep = (a: Step, b: Step): boolean =>
  typeof a === "object" ? typeof b === "object" && a.by === b.by && a.is === b.is : a === b;

/** Changes by their first step, that step taken off. */
function byFirstStep(
  changes: readonly FieldChange[],
): readonly { readonly step: Step; readonly inner: FieldChange[] }[] {
  const groups: { readonly step: Step; readonly inner: FieldChange[] }[] = [];
  for (const change of changes) {
    const [step, ...path] = change.path;
    if (step === undefined) continue;
    // An item that comes is another than the one that goes from the same place.
    const whole = path.length === 0;
    const known = whole ? undefined : groups.find((group) => sameStep(group.step, step));
    if (known === undefined) groups.push({ step, inner: [{ ...change, path }] });
    else known.inner.push({ ...change, path });
  }
  return groups;
}

function applyToMap(base: Readonly<Record<string, unknown>>, changes: readonly FieldChange[]): unknown {
  const fields = new Map(Object.entries(base));
  for (const { step, inner } of byFirstStep(changes)) {
    const key = typeof step === "object" ? String(step.is) : String(step);
    if (inner[0]?.kind === "removed" && inner[0].path.length === 0) fields.delete(key);
    else fields.set(key, applied(fields.get(key), inner));
  }
  return Object.fromEntries(fields);
}

function applyToList(base: readonly unknown[], changes: readonly FieldChange[]): unknown {
  const indexOf = (step: Step): number =>
    typeof step === "object" ? base.findIndex((item) => isFields(item) && item[step.by] === step.is) : Number(step);
  const items = new Map(base.map((item, index) => [index, item]));
  const come: { readonly at: number; readonly item: unknown }[] = [];
  for (const { step, inner } of byFirstStep(changes)) {
    const [first] = inner;
    const whole = first !== undefined && first.path.length === 0;
    if (whole && first.kind === "removed") items.delete(indexOf(step));
    else if (whole && first.kind === "added")
      come.push({ at: first.at ?? Number.POSITIVE_INFINITY, item: first.after });
    else items.set(indexOf(step), applied(items.get(indexOf(step)), inner));
  }
  const result = [...items].sort(([a], [b]) => a - b).map(([, item]) => item);
  for (const { at, item } of come.sort((a, b) => a.at - b.at)) result.splice(at, 0, item);
  return result;
}

/** A value with changes made to it: `applied(base, difference(base, head))` is head. */
export function applied(base: unknown, changes: readonly FieldChange[]): unknown {
  if (changes.length === 0) return base;
  const whole = changes.find(({ path }) => path.length === 0);
  if (whole !== undefined) return whole.kind === "removed" ? undefined : whole.after;
  return Array.isArray(base) ? applyToList(base, changes) : applyToMap(isFields(base) ? base : {}, changes);
}
