import type { Rule } from "../contract";
import { type Container, containersOf, podsOf } from "../pods";

const wanted = ["cpu", "memory", "ephemeral-storage"] as const;

function missing({ resources }: Container): readonly string[] {
  return (["requests", "limits"] as const).flatMap((part) =>
    wanted.filter((name) => resources?.[part]?.[name] === undefined).map((name) => `${part}.${name}`),
  );
}

/** Every container states what it requests, and its limits. */
export const resourcesAreStated: Rule = {
  name: "resources-are-stated",
  reason:
    "A container without requests is put anywhere, and one without limits takes a node's memory or disk from all others.",
  check: (context) =>
    podsOf(context).flatMap((pod) =>
      containersOf(pod).flatMap((container) => {
        const names = missing(container);
        return names.length === 0
          ? []
          : [{ object: pod.owner, message: `doesn't state ${names.join(", ")} of its container ${container.name}.` }];
      }),
    ),
};
