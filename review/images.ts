import { objectOf } from "../plan/manifests";
import { operatorImages } from "../plan/operator-pods";
import { imagesOf } from "../plan/pods";
import type { StoredPlan } from "./stored-plan";

/** An image that goes, comes, or is taken in place of another, with who runs it. */
export interface ImageChange {
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** `Deployment backend`, sorted. */
  readonly users: readonly string[];
}

/** An image without tag and digest: what stays the same from one version to the next. */
function repositoryOf(image: string): string {
  return image.replace(/@sha256:[0-9a-f]+$/, "").replace(/:[^:/]+$/, "");
}

/** Images by user. */
function imagesByUser({ resources }: StoredPlan): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const resource of resources) {
    const object = objectOf(resource);
    if (object === undefined) continue;
    const images = [...new Set([...imagesOf(object), ...operatorImages(object)])];
    if (images.length > 0) found.set(`${object.kind} ${object.metadata.name}`, images);
  }
  return found;
}

/** Images of one user: each that goes with the one that comes in its place, by its repository, else in order. */
function pairsOf(base: readonly string[], head: readonly string[]): readonly Omit<ImageChange, "users">[] {
  const gone = base.filter((image) => !head.includes(image));
  const come = head.filter((image) => !base.includes(image));
  const pairs = gone.map((before) => {
    const known = come.findIndex((image) => repositoryOf(image) === repositoryOf(before));
    const [after] = known < 0 ? [undefined] : come.splice(known, 1);
    return { before, after };
  });
  return [
    ...pairs.map(({ before, after }) => ({ before, after: after ?? come.shift() })),
    ...come.splice(0).map((after) => ({ before: undefined, after })),
  ];
}

/** Images that the two plans have differently. */
export function imageChanges(base: StoredPlan, head: StoredPlan): readonly ImageChange[] {
  const [before, after] = [imagesByUser(base), imagesByUser(head)];
  const byImages = new Map<string, Omit<ImageChange, "users"> & { readonly users: string[] }>();
  for (const user of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    for (const pair of pairsOf(before.get(user) ?? [], after.get(user) ?? [])) {
      const key = `${pair.before ?? ""} ${pair.after ?? ""}`;
      const known = byImages.get(key);
      if (known === undefined) byImages.set(key, { ...pair, users: [user] });
      else known.users.push(user);
    }
  }
  return [...byImages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, change]) => change);
}
