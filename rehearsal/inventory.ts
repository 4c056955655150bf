import { createHash } from "node:crypto";
import type { ClusterObjects, ObjectReference } from "./objects";
import { stackSecret } from "./stack-secret";

/** A Helm release that a rehearsal installed. */
export interface InstalledRelease {
  readonly name: string;
  readonly namespace: string;
  /** Hash of chart, version and values: the same means that nothing has to be done. */
  readonly fingerprint: string;
}

/** What a rehearsal put into a cluster, in order, and the random values that it made. */
export interface Inventory {
  readonly objects: readonly ObjectReference[];
  readonly releases: readonly InstalledRelease[];
  /** Random bytes in base64, by the URN that they belong to. */
  readonly random: Readonly<Record<string, string>>;
}

/** What a cluster holds of a stack that was never there. */
export const noInventory: Inventory = { objects: [], releases: [], random: {} };

/** Fingerprint of anything that JSON can hold. */
export function fingerprint(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}

/** What earlier runs of a stack left in the cluster; it lives there, and goes with it. */
export async function readInventory(cluster: ClusterObjects, stack: string): Promise<Inventory> {
  const live = await cluster.read(stackSecret("rehearsal", stack));
  const data = (live as { readonly data?: Readonly<Record<string, string>> } | undefined)?.data?.["inventory"];
  if (data === undefined) return noInventory;
  return { ...noInventory, ...(JSON.parse(Buffer.from(data, "base64").toString("utf8")) as Partial<Inventory>) };
}

/** Keeps the inventory for the next run. */
export async function writeInventory(cluster: ClusterObjects, stack: string, inventory: Inventory): Promise<void> {
  const data = { inventory: Buffer.from(JSON.stringify(inventory)).toString("base64") };
  await cluster.apply(Object.assign(stackSecret("rehearsal", stack), { data }));
}

/** Keeps an inventory in the cluster while it grows. */
export interface InventoryKeeper {
  /** Writes what there is now, and returns once it is kept; many who ask at once share a write. */
  record(): Promise<void>;
}

/** Writes the inventory that `current` yields, one write at a time. */
export function keepInventory(cluster: ClusterObjects, stack: string, current: () => Inventory): InventoryKeeper {
  let last: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return {
    record: () => {
      // A write that hasn't begun will hold whatever is there when it does.
      next ??= last
        .catch(() => undefined)
        .then(() => {
          next = undefined;
          return writeInventory(cluster, stack, current());
        });
      last = next;
      return last;
    },
  };
}

/** Forgets the inventory. */
export function removeInventory(cluster: ClusterObjects, stack: string): Promise<void> {
  return cluster.remove(stackSecret("rehearsal", stack));
}

/** Identity of an object, whatever version of its API named it. */
export function keyOf({ apiVersion, kind, metadata }: ObjectReference): string {
  return [apiVersion.includes("/") ? apiVersion.split("/")[0] : "", kind, metadata.namespace ?? "", metadata.name].join(
    "|",
  );
}

/** Objects that an earlier run made and this one no longer wants, latest first. */
export function obsoleteObjects(before: Inventory, now: Inventory): readonly ObjectReference[] {
  const wanted = new Set(now.objects.map(keyOf));
  return before.objects.filter((object) => !wanted.has(keyOf(object))).reverse();
}

/** Releases that an earlier run made and this one no longer wants, latest first. */
export function obsoleteReleases(before: Inventory, now: Inventory): readonly InstalledRelease[] {
  const wanted = new Set(now.releases.map(({ namespace, name }) => `${namespace}/${name}`));
  return before.releases.filter(({ namespace, name }) => !wanted.has(`${namespace}/${name}`)).reverse();
}
