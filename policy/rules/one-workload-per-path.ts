import type { PlannedObject, Rule } from "../contract";
import { namespaceOf, ofKind, specOf, title } from "../objects";

interface IngressSpec {
  readonly rules: readonly {
    readonly host?: string;
    readonly http?: { readonly paths?: readonly { readonly path?: string; readonly pathType?: string }[] };
  }[];
}

/** Hosts with paths that an Ingress serves. A `Prefix` of `/api` and one of `/api/` are the same. */
function places(object: PlannedObject): readonly string[] {
  return (specOf<IngressSpec>(object).rules ?? []).flatMap(({ host = "*", http }) =>
    (http?.paths ?? []).map(({ path = "/", pathType = "Prefix" }) => {
      const shown = pathType === "Prefix" && path.length > 1 ? path.replace(/\/$/, "") : path;
      return `${host}${shown}${pathType === "Exact" ? " (exactly)" : ""}`;
    }),
  );
}

/** No two routes on the same host and path. */
export const oneWorkloadPerPath: Rule = {
  name: "one-workload-per-path",
  reason: "Of two routes on one host and path the older wins, and the other is never asked; nobody says so.",
  check: (context) => {
    const first = new Map<string, PlannedObject>();
    return ofKind(context, "Ingress").flatMap((object) =>
      places(object).flatMap((place) => {
        const { ingressClassName = "" } = specOf<{ readonly ingressClassName: string }>(object);
        const key = `${ingressClassName} ${place}`;
        const other = first.get(key);
        if (other === undefined) {
          first.set(key, object);
          return [];
        }
        const who =
          other === object
            ? "the same Ingress"
            : `${title(other)}${namespaceOf(other) === namespaceOf(object) ? "" : " of another namespace"}`;
        return [{ object, message: `serves ${place}, and so does ${who}; give one of them another host or path.` }];
      }),
    );
  },
};
