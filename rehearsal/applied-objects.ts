import { gunzipSync, gzipSync } from "node:zlib";
import { keyOf } from "./inventory";
import type { ClusterObjects, ObjectReference } from "./objects";
import { stackSecret } from "./stack-secret";

/** Bytes of a Secret's part, well below the 1 MiB that the API server takes in all. */
const mostBytes = 900_000;

/**
 * Objects as a stack last applied them, against which drift is found; they live in a Secret in the cluster, as there
 * are Secrets among them, and go with the stack.
 */
export async function readApplied(cluster: ClusterObjects, stack: string): Promise<readonly ObjectReference[]> {
  const live = await cluster.read(stackSecret("rehearsal", stack, "applied"));
  const text = (live as { readonly data?: Readonly<Record<string, string>> } | undefined)?.data?.["objects"];
  if (text === undefined) return [];
  return JSON.parse(gunzipSync(Buffer.from(text, "base64")).toString("utf8")) as readonly ObjectReference[];
}

/** Those of the objects that the stack still has, in the form in which each was applied last. */
export function latestOf(
  before: readonly ObjectReference[],
  now: readonly ObjectReference[],
  kept: readonly ObjectReference[],
): readonly ObjectReference[] {
  const latest = new Map([...before, ...now].map((object) => [keyOf(object), object]));
  return kept.flatMap((object) => latest.get(keyOf(object)) ?? []);
}

/** Keeps them. Of a stack that is too large to be kept whole, the first are. */
export async function writeApplied(
  cluster: ClusterObjects,
  stack: string,
  objects: readonly ObjectReference[],
): Promise<void> {
  const packed = (count: number): Buffer => gzipSync(JSON.stringify(objects.slice(0, count)));
  let count = objects.length;
  let buffer = packed(count);
  while (buffer.length > mostBytes) {
    count = Math.floor(count * 0.8);
    buffer = packed(count);
  }
  await cluster.apply(
    Object.assign(stackSecret("rehearsal", stack, "applied"), { data: { objects: buffer.toString("base64") } }),
  );
}

/** Forgets them. */
export function removeApplied(cluster: ClusterObjects, stack: string): Promise<void> {
  return cluster.remove(stackSecret("rehearsal", stack, "applied"));
}
