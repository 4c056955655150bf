import type { Rule } from "../contract";
import { groupOf, ofKind, specOf } from "../objects";

/** Groups that every API server serves; those of custom resources have other names. */
const builtIn = ["", "apps", "autoscaling", "batch", "policy"];

/** Every kind that is used has to be built in, or defined by somebody. */
export const kindIsDefined: Rule = {
  name: "kind-is-defined",
  reason:
    "An object of a kind that nobody defines is refused; its chart is missing, or comes from a stack that lacks it.",
  check: (context) => {
    const defined = ofKind(context, "CustomResourceDefinition").map((object) => {
      const { group = "", names } = specOf<{ readonly group: string; readonly names: { readonly kind: string } }>(
        object,
      );
      return `${names?.kind ?? ""}.${group}`;
    });
    const known = new Set([...defined, ...context.given.kinds]);
    return context.objects.flatMap((object) => {
      const group = groupOf(object);
      return builtIn.includes(group) || group.endsWith(".k8s.io") || known.has(`${object.kind}.${group}`)
        ? []
        : [
            {
              object,
              message: `is of ${object.apiVersion}, and nothing in the platform defines this kind; enable the add-on that does.`,
            },
          ];
    });
  },
};
