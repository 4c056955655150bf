import type { Rule } from "../contract";
import { ofKind } from "../objects";

/** Every namespace that an object is in has to exist. */
export const namespaceExists: Rule = {
  name: "namespace-exists",
  reason: "An object in a namespace that doesn't exist is refused, in the middle of a deployment.",
  check: (context) => {
    const known = new Set([
      ...ofKind(context, "Namespace").map(({ metadata }) => metadata.name),
      ...context.given.namespaces,
    ]);
    return context.objects.flatMap((object) => {
      const { namespace } = object.metadata;
      return namespace === undefined || known.has(namespace)
        ? []
        : [{ object, message: `is in the namespace ${namespace}, which doesn't exist.` }];
    });
  },
};
