import { isDeepStrictEqual } from "node:util";
import type { Versions } from "./contract";

/** A version that differs. */
export interface VersionChange {
  /** What it is the version of: `web`, `slot of web`, `digest of registry/web:v1`; `every workload` for the default. */
  readonly what: string;
  /** Undefined where there was none. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Tags by name; one tag for all is called `default`, as in a stack's file. */
export function tagsOf({ imageTag }: Pick<Versions, "imageTag">): Readonly<Record<string, string>> {
  return typeof imageTag === "string" ? { default: imageTag } : imageTag;
}

/** The tag that a name gets: its own, or the one of all others. */
export function tagOf(versions: Pick<Versions, "imageTag">, name: string): string | undefined {
  const tags = tagsOf(versions);
  return Object.hasOwn(tags, name) ? tags[name] : tags["default"];
}

/** Tags without those that say what the default says anyway. */
function tellingTags(versions: Versions): Readonly<Record<string, string>> {
  const tags = tagsOf(versions);
  return Object.fromEntries(
    Object.entries(tags).filter(([name, tag]) => name === "default" || tag !== tags["default"]),
  );
}

/** Whether both run the same, however they are written. */
export function sameVersions(one: Versions, other: Versions): boolean {
  return (
    isDeepStrictEqual({ ...tellingTags(one) }, { ...tellingTags(other) }) &&
    isDeepStrictEqual({ ...one.slots }, { ...other.slots }) &&
    isDeepStrictEqual({ ...one.digests }, { ...other.digests })
  );
}

function ofMaps(
  what: (name: string) => string,
  before: (name: string) => string | undefined,
  after: (name: string) => string | undefined,
  names: readonly string[],
): readonly VersionChange[] {
  return [...new Set(names)].flatMap((name) => {
    const change = { what: what(name), before: before(name), after: after(name) };
    return change.before === change.after ? [] : [change];
  });
}

/** What differs between two versions of a stack: tags first, then slots, then digests. */
export function versionChanges(before: Versions, after: Versions): readonly VersionChange[] {
  const own = (map: Readonly<Record<string, string>>) => (name: string) =>
    Object.hasOwn(map, name) ? map[name] : undefined;
  return [
    ...ofMaps(
      (name) => (name === "default" ? "every workload" : name),
      (name) => tagOf(before, name),
      (name) => tagOf(after, name),
      [...Object.keys(tagsOf(before)), ...Object.keys(tagsOf(after))],
    ),
    ...ofMaps((name) => `slot of ${name}`, own(before.slots), own(after.slots), [
      ...Object.keys(before.slots),
      ...Object.keys(after.slots),
    ]),
    ...ofMaps((image) => `digest of ${image}`, own(before.digests), own(after.digests), [
      ...Object.keys(before.digests),
      ...Object.keys(after.digests),
    ]),
  ];
}
