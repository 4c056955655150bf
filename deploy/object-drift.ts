import { redacted } from "../plan/wire";
import { difference, type FieldChange, type Step, showPath } from "../review/difference";
import { showValue } from "../review/show-value";
import { isSecretKey, shown } from "../stacks/config/plain-secrets";
import type { DriftedField } from "./contract";
import { type FieldOwner, fieldsOnlyOf, isByController, isByHand, ownerOf } from "./field-owners";

/** An object as the API server has it. */
export interface ServedObject {
  readonly kind?: string;
  readonly metadata?: { readonly managedFields?: readonly FieldOwner[] };
}

/** What stands where there is no value. */
export const nothing = "(nothing)";

/** What the API server itself writes into every object. */
const serversOwn = new Set(["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink"]);

/** Annotations that tell how a thing was done, not how it is. */
const traces =
  /^(kubectl\.kubernetes\.io\/(last-applied-configuration|restartedAt)|deployment\.kubernetes\.io\/revision)$/;

type Fields = Readonly<Record<string, unknown>>;

/** A value without annotations that are traces, wherever they stand: a pod template has annotations of its own. */
function withoutTraces(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutTraces);
  return Object.fromEntries(
    Object.entries(value as Fields).flatMap(([key, child]): readonly (readonly [string, unknown])[] => {
      if (key !== "annotations" || typeof child !== "object" || child === null) return [[key, withoutTraces(child)]];
      const kept = Object.entries(child).filter(([name]) => !traces.test(name));
      return kept.length === 0 ? [] : [[key, Object.fromEntries(kept)]];
    }),
  );
}

/** An object without what says nothing of how it should be. */
function telling({ metadata = {}, ...object }: ServedObject): object {
  const { status: _status, ...rest } = object as Fields;
  const own = Object.entries(metadata).filter(([key]) => !serversOwn.has(key));
  return withoutTraces({ ...rest, metadata: Object.fromEntries(own) }) as object;
}

/** Whether nobody may see what stands at a path: values of Secrets, and of what is called like one. */
function isHidden(kind: string | undefined, path: readonly Step[]): boolean {
  if (kind === "Secret") return path[0] !== "metadata";
  return path.some((step, at) => {
    const above = path[at - 1];
    if (typeof step === "object") return above === "env" && isSecretKey(String(step.is));
    return (above === "data" || above === "annotations") && isSecretKey(String(step));
  });
}

function texts(
  kind: string | undefined,
  change: { readonly path: readonly Step[]; readonly before?: unknown; readonly after?: unknown },
): Pick<DriftedField, "wanted" | "found"> {
  const { after, before, path } = change;
  const hidden = isHidden(kind, path);
  const show = (value: unknown, other: string): string => {
    if (value === undefined) return nothing;
    return hidden ? other : shown(showValue(value));
  };
  return { wanted: show(before, redacted), found: show(after, before === undefined ? redacted : "[another secret]") };
}

function byWhom(owner: FieldOwner | undefined): Pick<DriftedField, "by" | "since"> {
  if (owner?.manager === undefined) return {};
  const since = owner.time === undefined ? {} : { since: new Date(owner.time).toISOString() };
  return { by: shown(owner.manager), ...since };
}

/** Fields of the stack that somebody has given another value, or has taken away. */
function changedFields(kind: string | undefined, wanted: object, live: object, owners: readonly FieldOwner[]) {
  return difference(wanted, live).flatMap(
    (change: FieldChange): readonly { readonly path: readonly Step[]; readonly field: DriftedField }[] => {
      const { path } = change;
      const owner = change.kind === "removed" ? undefined : ownerOf(owners, path);
      if (owner !== undefined && isByController(owner)) return [];
      return [{ path, field: { path: showPath(path), ...texts(kind, change), ...byWhom(owner) } }];
    },
  );
}

/** Fields that somebody's tool has set, and nobody else: the stack doesn't know of them. */
function addedFields(kind: string | undefined, live: object, owners: readonly FieldOwner[]) {
  return owners.filter(isByHand).flatMap((owner) =>
    fieldsOnlyOf(
      owner,
      owners.filter((other) => other !== owner),
      live,
    )
      // Where a stack leaves replicas out, an autoscaler has the last word.
      .filter(({ path }) => showPath(path) !== "spec.replicas")
      .map(({ path, value }) => ({
        path,
        field: { path: showPath(path), ...texts(kind, { path, after: value }), ...byWhom(owner) },
      })),
  );
}

/**
 * Fields of a live object that somebody has changed, against what the API server would make of it if the stack applied
 * it again. Both have the same defaults and the same fields of other owners, so what differs is the stack's; what a
 * person's tool has added on top counts too. Controllers' work doesn't, by the names that they set fields in.
 *
 * @param wanted the API server's answer to a dry run of the stack's own apply
 */
export function driftedFields(wanted: ServedObject, live: ServedObject): readonly DriftedField[] {
  const owners = live.metadata?.managedFields ?? [];
  const changed = changedFields(live.kind, telling(wanted), telling(live), owners);
  const known = changed.map(({ field }) => field.path);
  const within = (inner: string, outer: string): boolean => inner === outer || /^[.[]/.test(inner.replace(outer, ""));
  const covered = (path: string): boolean => known.some((other) => within(path, other) || within(other, path));
  const added = addedFields(live.kind, telling(live), owners).filter(({ field }) => !covered(field.path));
  return [...changed, ...added].map(({ field }) => field);
}
