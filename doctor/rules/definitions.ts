import type { AddOnName } from "../../components/platform/contract";
import { charts } from "../../components/platform/versions";
import type { Rule } from "../contract";

/** Groups of custom resources, and the add-ons that any of them belong to. */
const groups: Readonly<Record<string, readonly AddOnName[]>> = {
  "argoproj.io": ["argo-cd"],
  "bitnami.com": ["sealed-secrets"],
  "cert-manager.io": ["cert-manager"],
  "dapr.io": ["dapr"],
  "external-secrets.io": ["external-secrets"],
  "kyverno.io": ["kyverno"],
  "monitoring.coreos.com": ["prometheus-operator-crds", "kube-prometheus-stack"],
  "postgresql.cnpg.io": ["cloudnative-pg"],
};

/** Definitions of custom resources that nobody acts on any more: the release that brought them is gone. */
export const definitions: Rule = ({ definitions: all, releases }) =>
  Object.entries(groups).flatMap(([group, addOns]) => {
    const own = all.filter(({ metadata: { name = "" } }) => name.endsWith(`.${group}`));
    const owned = releases.some(({ metadata: { labels = {}, namespace } }) =>
      addOns.some((addOn) => charts[addOn].release === labels["name"] && charts[addOn].namespace === namespace),
    );
    if (own.length === 0 || owned) return [];
    const since = own.map(({ metadata }) => metadata.creationTimestamp ?? "").sort()[0];
    return [
      {
        severity: "note" as const,
        what: `customresourcedefinitions of ${group}`,
        why: `${String(own.length)} were left behind by ${addOns.join(" and ")}, which isn't installed; a later version would find them out of date. Objects of these kinds go with them`,
        ...(since === undefined || since === "" ? {} : { since }),
        run: [`kubectl get crd -o name | grep '\\.${group.replaceAll(".", "\\.")}$' | xargs kubectl delete`],
      },
    ];
  });
