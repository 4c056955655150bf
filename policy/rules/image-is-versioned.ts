import type { PlannedObject, Rule } from "../contract";
import { specOf } from "../objects";
import { containersOf, isPostgres, podsOf } from "../pods";

/** Whether an image says which one it is: by a digest, or by a tag that isn't `latest`. */
function isVersioned(image: string): boolean {
  if (/@sha256:[0-9a-f]{64}$/.test(image)) return true;
  const tag = /:([^:/]+)$/.exec(image)?.[1];
  return tag !== undefined && tag !== "latest";
}

function imagesOf(owner: PlannedObject, named: readonly (string | undefined)[]): readonly (string | undefined)[] {
  return isPostgres(owner) ? [specOf<{ readonly imageName: string }>(owner).imageName] : named;
}

/** Every image is that of a version. */
export const imageIsVersioned: Rule = {
  name: "image-is-versioned",
  reason: "What `latest` is changes from one pod to the next, and nobody can say what ran, or go back to it.",
  check: (context) =>
    podsOf(context).flatMap((pod) =>
      imagesOf(
        pod.owner,
        containersOf(pod).map(({ image }) => image),
      )
        .filter((image) => image === undefined || !isVersioned(image))
        .map((image) => ({
          object: pod.owner,
          message: `runs ${image ?? "no image"}, which names no version; give it a tag or a digest.`,
        })),
    ),
};
