import type { Step } from "../review/difference";

/** Who has set which fields of an object, as the API server keeps it (`metadata.managedFields`). */
export interface FieldOwner {
  readonly manager?: string;
  readonly operation?: string;
  readonly subresource?: string;
  /** ISO 8601. */
  readonly time?: string | Date;
  readonly fieldsV1?: object;
}

type Fields = Readonly<Record<string, unknown>>;

/** A field that somebody has set and nobody else. */
export interface OwnedField {
  readonly path: readonly Step[];
  readonly value: unknown;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Tools in whose name people change things by hand. */
const handTools = /^(kubectl|k9s|lens|freelens|openlens|headlamp|node-fetch|mozilla|dashboard|octant|rancher)/i;

/** Programs whose work it is to change what others have made: their changes are no drift. */
const controllers =
  /controller|operator|autoscaler|cainjector|cert-manager|certgen|^manager$|injector|^vpa-|^argocd|^kubelet$|sealed-secrets/i;

/** Whether somebody changed a thing by hand, as far as a name tells. */
export function isByHand({ manager = "", subresource }: FieldOwner): boolean {
  return subresource !== "status" && handTools.test(manager);
}

/** Whether a change is a controller's work. */
export function isByController({ manager = "", subresource }: FieldOwner): boolean {
  return subresource === "status" || (controllers.test(manager) && !handTools.test(manager));
}

/** The keys of a list's member, out of `k:{"name":"web"}`. */
function memberKeys(key: string): Fields | undefined {
  if (!key.startsWith("k:")) return undefined;
  const parsed: unknown = JSON.parse(key.slice(2));
  return isFields(parsed) ? parsed : undefined;
}

function child(fields: Fields, step: Step): unknown {
  if (typeof step === "string") return fields[`f:${step}`];
  if (typeof step === "number") return fields[`i:${String(step)}`];
  return Object.entries(fields).find(([key]) => memberKeys(key)?.[step.by] === step.is)?.[1];
}

/** Whether an owner has set the field at a path, or a whole that it is part of. */
function owns({ fieldsV1 }: FieldOwner, path: readonly Step[]): boolean {
  let here: unknown = fieldsV1;
  for (const step of path) {
    if (!isFields(here)) return false;
    // What has no fields of its own is owned as a whole.
    if (here !== fieldsV1 && Object.keys(here).length === 0) return true;
    here = child(here, step);
  }
  return here !== undefined;
}

/** Whoever has set the field at a path; the latest, where there are several. */
export function ownerOf(owners: readonly FieldOwner[], path: readonly Step[]): FieldOwner | undefined {
  const time = ({ time: at }: FieldOwner): number => (at === undefined ? 0 : new Date(at).getTime());
  return owners.filter((owner) => owns(owner, path)).sort((one, other) => time(other) - time(one))[0];
}

/** Goes one step down in fields and in the object at once; undefined where the object has nothing there. */
function step(key: string, value: unknown): { readonly step: Step; readonly value: unknown } | undefined {
  if (key.startsWith("f:") && isFields(value) && Object.hasOwn(value, key.slice(2)))
    return { step: key.slice(2), value: value[key.slice(2)] };
  if (!Array.isArray(value)) return undefined;
  const keys = memberKeys(key);
  const [first] = Object.entries(keys ?? {});
  if (keys === undefined || first === undefined) return undefined;
  const member: unknown = value.find(
    (item) => isFields(item) && Object.entries(keys).every(([name, is]) => item[name] === is),
  );
  const [by, is] = first;
  return member === undefined ? undefined : { step: { by, is: is as string | number }, value: member };
}

/**
 * Fields that one owner has set and no other: a list's member as a whole where it is the owner's alone, anything else as
 * deep as it goes.
 */
export function fieldsOnlyOf(owner: FieldOwner, others: readonly FieldOwner[], live: unknown): readonly OwnedField[] {
  const walk = (fields: Fields, path: readonly Step[], value: unknown): readonly OwnedField[] => {
    const shared = others.some((other) => owns(other, path));
    if (!shared && path.length > 0 && (Object.hasOwn(fields, ".") || Object.keys(fields).length === 0))
      return [{ path, value }];
    return Object.entries(fields).flatMap(([key, deeper]) => {
      const next = step(key, value);
      return next === undefined || !isFields(deeper) ? [] : walk(deeper, [...path, next.step], next.value);
    });
  };
  return isFields(owner.fieldsV1) ? walk(owner.fieldsV1, [], live) : [];
}
