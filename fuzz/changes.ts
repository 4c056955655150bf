import fc from "fast-check";
import { hostileKey, hostileNumber, hostileText } from "./hostile";

/** What a change puts into a place, or does to it. */
export type Change =
  | { readonly do: "replace"; readonly value: unknown }
  | { readonly do: "add"; readonly key: string; readonly value: unknown }
  | { readonly do: "rename"; readonly key: string }
  | { readonly do: "remove" };

/** A change at a place of a tree of data: the `at`-th, counted round and round. */
export interface ChangeAt {
  readonly at: number;
  readonly change: Change;
}

type Tree = Record<string, unknown> | unknown[];

/** A place of a tree: the map or list that holds it, its key, and the way there. */
interface Place {
  readonly parent: Tree;
  readonly key: string;
  readonly path: readonly string[];
}

/** What of a tree may be changed, beside values: everything of a text, what has a type of a described system. */
export interface Freedom {
  /** Whether the keys of the map at a path are names that people give. */
  readonly named: (path: readonly string[]) => boolean;
  /** Whether another value of the same type may stand at a path; of another type as well, where that is "any". */
  readonly free: (path: readonly string[]) => boolean | "any";
}

/** Everything may be anything. */
export const anything: Freedom = { named: () => true, free: () => "any" };

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null;
}

function placesOf(parent: Tree, path: readonly string[] = [], places: Place[] = []): readonly Place[] {
  for (const [key, value] of Object.entries(parent)) {
    const place = { parent, key, path: [...path, key] };
    places.push(place);
    if (isTree(value)) placesOf(value, place.path, places);
  }
  return places;
}

/** Sets an own property, also one that is called like something that every object has. */
function put(parent: Tree, key: string, value: unknown): void {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Renames a key, in its old place; whatever had the new name before is gone. */
function rename({ key: from, parent }: Place, to: string): void {
  const entries = Object.entries(parent).filter(([key]) => key === from || key !== to);
  for (const key of Object.keys(parent)) Reflect.deleteProperty(parent, key);
  for (const [key, value] of entries) put(parent, key === from ? to : key, value);
}

function remove({ parent, key }: Place): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
}

function isAllowed({ parent, path }: Place, old: unknown, change: Change, { free, named }: Freedom): boolean {
  switch (change.do) {
    case "replace":
      return free(path) === "any" || (free(path) && !isTree(old) && typeof change.value === typeof old);
    case "add":
      // What is added is like its neighbours, where types count.
      return isTree(old) && !Array.isArray(old) && named(path) && (free(path) === "any" || Object.keys(old).length > 0);
    case "rename":
      return !Array.isArray(parent) && named(path.slice(0, -1));
    case "remove":
      return Array.isArray(parent) || named(path.slice(0, -1));
  }
}

/** Makes a change, if it may be made there. @returns it in words */
function apply(root: Tree, { at, change }: ChangeAt, freedom: Freedom): string | undefined {
  const places = placesOf(root);
  const place = places[at % Math.max(places.length, 1)];
  if (place === undefined) return undefined;
  const old = (place.parent as Record<string, unknown>)[place.key];
  if (!isAllowed(place, old, change, freedom)) return undefined;
  const where = place.path.join(".");
  switch (change.do) {
    case "replace":
      // A copy: a later change may stand within it, and must not change what other cases get.
      put(place.parent, place.key, structuredClone(change.value));
      return `${where} = ${fc.stringify(change.value)}`;
    case "add": {
      const value = freedom.free(place.path) === "any" ? change.value : (Object.values(old as object)[0] as unknown);
      put(old as Tree, change.key, structuredClone(value));
      return `${where} has ${fc.stringify(change.key)} more`;
    }
    case "rename":
      rename(place, change.key);
      return `${where} renamed to ${fc.stringify(change.key)}`;
    case "remove":
      remove(place);
      return `${where} removed`;
  }
}

/** Something changed, and the changes in words. */
export interface Changed<T> {
  readonly value: T;
  readonly changes: readonly string[];
}

/** A copy of `base` with the changes made one after the other, as far as they may be made. */
export function changed<T extends object>(base: T, changes: readonly ChangeAt[], freedom: Freedom): Changed<T> {
  const value = structuredClone(base);
  const made = changes.flatMap((change) => apply(value as Tree, change, freedom) ?? []);
  return { value, changes: made };
}

const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: hostileText },
  { weight: 3, arbitrary: hostileNumber },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(true, false, null, [], {}, [[]], [{}], { secure: "x" }) },
  { weight: 1, arbitrary: fc.dictionary(hostileKey, fc.oneof(hostileText, hostileNumber), { maxKeys: 3 }) },
);

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("replace" as const), value: hostileValue }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("add" as const), key: hostileKey, value: hostileValue }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("rename" as const), key: hostileKey }) },
  { weight: 1, arbitrary: fc.constant({ do: "remove" as const }) },
);

/** Up to four hostile changes; none as well, so that what is right stays accepted. */
export const hostileChanges: fc.Arbitrary<readonly ChangeAt[]> = fc.array(fc.record({ at: fc.nat(5000), change }), {
  maxLength: 4,
});
