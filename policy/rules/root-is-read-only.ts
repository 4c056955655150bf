import type { Rule } from "../contract";
import { containersOf, podsOf } from "../pods";

/** Every container's root file system is read-only. */
export const rootIsReadOnly: Rule = {
  name: "root-is-read-only",
  reason: "Whoever breaks into a program can replace it, or leave tools beside it, if its file system can be written.",
  check: (context) =>
    podsOf(context).flatMap((pod) =>
      containersOf(pod)
        .filter(({ securityContext }) => securityContext?.readOnlyRootFilesystem !== true)
        .map(({ name }) => ({
          object: pod.owner,
          message: `can write to the root of its container ${name}; set readOnlyRootFilesystem, and mount volumes where it writes.`,
        })),
    ),
};
