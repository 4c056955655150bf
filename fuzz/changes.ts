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

/** A place of a tree: the map or list that holds it, and its key. */
interface Place {
  readonly parent: Tree;
  readonly key: string;
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null;
}

function placesOf(parent: Tree, places: Place[] = []): readonly Place[] {
  for (const [key, value] of Object.entries(parent)) {
    places.push({ parent, key });
    if (isTree(value)) placesOf(value, places);
  }
  return places;
}

/** Sets an own property, also one that is called like something that every object has. */
function put(parent: Tree, key: string, value: unknown): void {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Entries in their old order with one key renamed; whatever had that name before is gone. */
function rename(parent: Record<string, unknown>, from: string, to: string): void {
  const entries = Object.entries(parent).filter(([key]) => key === from || key !== to);
  for (const key of Object.keys(parent)) Reflect.deleteProperty(parent, key);
  for (const [key, value] of entries) put(parent, key === from ? to : key, value);
}

/** Puts a key more into a map; of the type of its neighbours, where types count. */
function add(map: unknown, key: string, value: unknown, sameType: boolean): void {
  if (isTree(map) && !Array.isArray(map)) put(map, key, sameType ? Object.values(map)[0] : value);
}

function remove({ parent, key }: Place): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
}

function apply(root: Tree, { at, change }: ChangeAt, sameType: boolean): void {
  const places = placesOf(root);
  const place = places[at % Math.max(places.length, 1)];
  if (place === undefined) return;
  const { key, parent } = place;
  const old = (parent as Record<string, unknown>)[key];
  if (change.do === "add") add(old, change.key, change.value, sameType);
  else if (change.do === "rename" && !Array.isArray(parent)) rename(parent, key, change.key);
  else if (change.do === "replace" && (!sameType || typeof change.value === typeof old)) put(parent, key, change.value);
  else if (change.do === "remove" && (!sameType || Array.isArray(parent))) remove(place);
}

/**
 * A copy of `base` with the changes made one after the other.
 *
 * @param sameType whether a text may only become another text, and nothing that is needed goes: what the compiler lets
 * through
 */
export function changed<T extends object>(base: T, changes: readonly ChangeAt[], sameType = false): T {
  const copy = structuredClone(base);
  for (const change of changes) apply(copy as Tree, change, sameType);
  return copy;
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
