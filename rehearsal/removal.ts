import { UsageError } from "../components/errors";
import { removeApplied } from "./applied-objects";
import { type InstalledRelease, type Inventory, readInventory, removeInventory, writeInventory } from "./inventory";
import { type ObjectReference, showReference } from "./objects";
import type { Stage } from "./rehearse";

/** Something that a stack has put into a cluster. */
type Removable = { readonly what: string } & (
  | { readonly object: ObjectReference }
  | { readonly release: InstalledRelease }
);

/** Seconds that an object may take to go, unless somebody says otherwise; a namespace takes everything in it along. */
const usualPatience = { object: 60, namespace: 120 };

/** What {@link clearStack} needs. */
export interface Clearing extends Pick<Stage, "cluster" | "helm" | "signal"> {
  /** Seconds that each object may take to go. @default 60, and 120 for a namespace */
  readonly timeout?: number;
}

/** Everything of an inventory, in the order in which it is removed: namespaces last. */
function removables({ objects, releases }: Inventory): readonly Removable[] {
  const removable = (object: ObjectReference): Removable => ({ what: showReference(object), object });
  return [
    ...objects
      .filter(({ kind }) => kind !== "Namespace")
      .reverse()
      .map(removable),
    ...[...releases].reverse().map((release) => ({ what: `release ${release.namespace}/${release.name}`, release })),
    ...objects.filter(({ kind }) => kind === "Namespace").map(removable),
  ];
}

/** What {@link clearStack} would remove, in its order. */
export async function contentsOf({ cluster }: Pick<Stage, "cluster">, stack: string): Promise<readonly string[]> {
  return removables(await readInventory(cluster, stack)).map(({ what }) => what);
}

/** What of an inventory is left when only some of it is. */
function remaining(inventory: Inventory, left: readonly Removable[]): Inventory {
  return {
    ...inventory,
    objects: left.flatMap((one) => ("object" in one ? [one.object] : [])).reverse(),
    releases: left.flatMap((one) => ("release" in one ? [one.release] : [])).reverse(),
  };
}

/**
 * Removes everything that a stack has put into a cluster, and goes on where something can't be removed.
 *
 * @param onRemove told what is removed next, and what holds that
 * @returns what couldn't be removed, each with the reason; the next call tries again
 */
export async function clearStack(
  { cluster, helm, signal, timeout }: Clearing,
  stack: string,
  onRemove: (what: string) => void = () => undefined,
): Promise<readonly string[]> {
  const inventory = await readInventory(cluster, stack);
  const left: Removable[] = [];
  const reasons: string[] = [];
  for (const one of removables(inventory)) {
    if (signal?.aborted === true)
      throw new UsageError("Interrupted; run the same command again, which removes what is left.");
    onRemove(one.what);
    try {
      if ("release" in one) await helm.uninstall(one.release.name, one.release.namespace);
      else {
        const usual = one.object.kind === "Namespace" ? usualPatience.namespace : usualPatience.object;
        await cluster.remove(one.object, timeout ?? usual, onRemove);
      }
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      left.push(one);
      reasons.push(error.message);
    }
  }
  if (left.length === 0) {
    await removeApplied(cluster, stack);
    await removeInventory(cluster, stack);
  } else await writeInventory(cluster, stack, remaining(inventory, left));
  return reasons;
}

/**
 * The same where nothing may be left.
 *
 * @throws UsageError with what couldn't be removed
 */
export async function removeStack(stage: Pick<Stage, "cluster" | "helm">, stack: string): Promise<void> {
  const reasons = await clearStack(stage, stack);
  if (reasons.length > 0) throw new UsageError(reasons.join("\n"));
}
