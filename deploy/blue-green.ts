import type { Slot } from "../components/application/contract";
import { otherSlot } from "../components/application/slots";
import { UsageError } from "../components/errors";
import type { Versions } from "./contract";
import { tagOf, tagsOf } from "./version-changes";

/** The slot that serves; blue unless the stack says otherwise. */
export function activeSlot({ slots }: Pick<Versions, "slots">, workload: string): Slot {
  return Object.hasOwn(slots, workload) && slots[workload] === "green" ? "green" : "blue";
}

/** Whose tag a slot's is, in a stack's file. */
function slotTag(workload: string, slot: Slot): string {
  return `${workload}-${slot}`;
}

/** The tag that users are served by. */
export function servedTag(versions: Versions, workload: string): string | undefined {
  return tagOf(versions, slotTag(workload, activeSlot(versions, workload)));
}

/** The tag that stands by: the next release, or the way back. */
export function standbyTag(versions: Versions, workload: string): string | undefined {
  return tagOf(versions, slotTag(workload, otherSlot(activeSlot(versions, workload))));
}

/** The tags of both slots of a workload, said by name. */
function slotTags(versions: Versions, workload: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (["blue", "green"] as const).flatMap((slot) => {
      const tag = tagOf(versions, slotTag(workload, slot));
      return tag === undefined ? [] : [[slotTag(workload, slot), tag]];
    }),
  );
}

/** The same versions with another tag in the slot of a workload that stands by. */
function withStandby(versions: Versions, workload: string, tag: string): Versions {
  const standby = slotTag(workload, otherSlot(activeSlot(versions, workload)));
  return {
    ...versions,
    imageTag: { ...tagsOf(versions), ...slotTags(versions, workload), [standby]: tag },
  };
}

/** The same versions with a tag of a workload serving: from the slot that has it, or else from the one that stands by. */
function serving(versions: Versions, workload: string, tag: string): Versions {
  if (servedTag(versions, workload) === tag) return versions;
  const ready = standbyTag(versions, workload) === tag ? versions : withStandby(versions, workload, tag);
  return { ...ready, slots: { ...ready.slots, [workload]: otherSlot(activeSlot(ready, workload)) } };
}

/** Digests for what runs elsewhere, and those of what only this stack has: the tags that it keeps, and other images. */
function digestsFor(wanted: Versions, current: Versions, tags: readonly string[]): Versions["digests"] {
  const repository = (image: string): string => image.slice(0, image.lastIndexOf(":"));
  const known = new Set(Object.keys(wanted.digests).map(repository));
  const kept = Object.entries(current.digests).filter(
    ([image]) => !known.has(repository(image)) || tags.includes(image.slice(image.lastIndexOf(":") + 1)),
  );
  return { ...Object.fromEntries(kept), ...wanted.digests };
}

/**
 * The versions that make a stack serve what `wanted` serves: those of an earlier deployment, or of another environment.
 * Of a workload with slots it is what users get that counts, not the colour: it goes into the slot that stands by,
 * unless a slot has it already, and the slot that serves now stays as it is, for the way back.
 *
 * @param wanted what is served elsewhere, or was served before
 * @param current what runs now; undefined for a stack that was never deployed
 * @param slotted workloads with slots
 */
export function servingVersions(wanted: Versions, current: Versions | undefined, slotted: readonly string[]): Versions {
  const own = Object.entries(tagsOf(wanted)).filter(
    ([name]) => !slotted.some((workload) => name === `${workload}-blue` || name === `${workload}-green`),
  );
  const imageTag: Record<string, string> = Object.fromEntries(own);
  const slots: Record<string, string> = {};
  for (const workload of slotted) {
    const tag = servedTag(wanted, workload);
    // Where nobody is served yet, both slots begin with the same.
    const next =
      current === undefined
        ? { ...wanted, imageTag: tag === undefined ? {} : tag, slots: {} }
        : tag === undefined
          ? current
          : serving(current, workload, tag);
    Object.assign(imageTag, slotTags(next, workload));
    if (Object.hasOwn(next.slots, workload)) slots[workload] = activeSlot(next, workload);
  }
  const digests = current === undefined ? wanted.digests : digestsFor(wanted, current, Object.values(imageTag));
  const [[onlyName, onlyTag] = [], ...more] = Object.entries(imageTag);
  return {
    imageTag: onlyName === "default" && onlyTag !== undefined && more.length === 0 ? onlyTag : imageTag,
    slots,
    digests,
  };
}

/** What users get of versions: without the slots, and what stands by in them. */
export function servedVersions(versions: Versions, slotted: readonly string[]): Versions {
  const { imageTag } = servingVersions(versions, undefined, slotted);
  const own = slotted.map((workload) => standbyTag(versions, workload));
  const tags = Object.values(tagsOf({ imageTag }));
  const digests = Object.entries(versions.digests).filter(([image]) => {
    const tag = image.slice(image.lastIndexOf(":") + 1);
    return tags.includes(tag) || !own.includes(tag);
  });
  return { imageTag, slots: {}, digests: Object.fromEntries(digests) };
}

/** What is deployed at once on the way to versions. */
export interface Stage {
  readonly versions: Versions;
  /** Workloads whose slot that stands by is new, and is looked at before anybody is sent there. */
  readonly standingBy: readonly string[];
  /** Workloads whose slot is switched. */
  readonly switching: readonly string[];
}

/**
 * The deployments on the way from what runs to other versions. Where a workload's slot changes hands to pods that
 * aren't there yet, they are made first, and users are sent there only by a second deployment.
 */
export function stagesOf(
  current: Versions | undefined,
  wanted: Versions,
  slotted: readonly string[],
): readonly Stage[] {
  if (current === undefined) return [{ versions: wanted, standingBy: [], switching: [] }];
  const switching = slotted.filter((workload) => activeSlot(current, workload) !== activeSlot(wanted, workload));
  const standingBy = switching.filter((workload) => standbyTag(current, workload) !== servedTag(wanted, workload));
  const last = { versions: wanted, standingBy: [], switching };
  if (standingBy.length === 0) return [last];
  const slots = Object.fromEntries(standingBy.map((workload) => [workload, activeSlot(current, workload)]));
  const first = {
    versions: { ...wanted, slots: { ...wanted.slots, ...slots } },
    standingBy,
    switching: switching.filter((workload) => !standingBy.includes(workload)),
  };
  return [first, { ...last, switching: standingBy }];
}

/**
 * The versions with which a workload serves a tag, released blue/green; the same where it does already.
 *
 * @throws UsageError for a workload without slots
 */
export function releaseOf(current: Versions, workload: string, tag: string, slotted: readonly string[]): Versions {
  if (!slotted.includes(workload)) {
    throw new UsageError(
      slotted.length === 0
        ? `No workload of this stack is released blue/green, so ${workload} can't be; set its tag in the stack's file (imageTag), and run rootstock up.`
        : `${workload} is no workload that is released blue/green; choose one of ${slotted.join(", ")}.`,
    );
  }
  return serving(current, workload, tag);
}
