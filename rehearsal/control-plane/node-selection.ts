import type { V1NodeSelectorRequirement, V1Pod } from "@kubernetes/client-node";

/** Labels that differ from node to node: a node that doesn't exist yet may have any value. */
const unknown = new Set(["kubernetes.io/hostname", "topology.kubernetes.io/zone"]);

function meets(requirement: V1NodeSelectorRequirement, labels: Readonly<Record<string, string>>): boolean {
  if (unknown.has(requirement.key)) return true;
  const value = labels[requirement.key];
  const values = requirement.values ?? [];
  switch (requirement.operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    case "Gt":
      return Number(value) > Number(values[0]);
    case "Lt":
      return Number(value) < Number(values[0]);
    default:
      return false;
  }
}

/** Whether a pod may run on a node with these labels, by its node selector and its required node affinity. */
export function mayRunOn(pod: V1Pod, labels: Readonly<Record<string, string>>): boolean {
  const selector = Object.entries(pod.spec?.nodeSelector ?? {});
  if (!selector.every(([key, value]) => unknown.has(key) || labels[key] === value)) return false;
  const required = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required === undefined) return true;
  return required.nodeSelectorTerms.some((term) =>
    // A term by field names one node, which a new one is not.
    (term.matchFields ?? []).length > 0
      ? false
      : (term.matchExpressions ?? []).every((requirement) => meets(requirement, labels)),
  );
}

/**
 * What pods share that must each have a node of their own: they shun each other, or spread over nodes strictly.
 * Undefined for pods that may share a node.
 */
export function exclusiveGroup(pod: V1Pod): string | undefined {
  const hostname = "kubernetes.io/hostname";
  const shuns = (pod.spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).some(
    (term) => term.topologyKey === hostname,
  );
  const spreads = (pod.spec?.topologySpreadConstraints ?? []).some(
    (constraint) => constraint.topologyKey === hostname && constraint.whenUnsatisfiable === "DoNotSchedule",
  );
  return shuns || spreads ? (pod.metadata?.ownerReferences?.[0]?.uid ?? pod.metadata?.uid) : undefined;
}
