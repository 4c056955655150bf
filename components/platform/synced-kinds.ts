/** A kind of object, as API groups, kinds and resources are called. */
export interface SyncedKind {
  readonly group: string;
  readonly kind: string;
  readonly resource: string;
}

const kind = (group: string, name: string, resource: string): SyncedKind => ({ group, kind: name, resource });

/**
 * What Argo CD may make in the namespace of an application. Not among them: what decides who may do or reach what
 * (roles, service accounts, network policies, quotas), the namespace itself, and Secrets, which in Git would be in
 * plain text.
 */
export const syncedKinds: readonly SyncedKind[] = [
  kind("", "ConfigMap", "configmaps"),
  kind("", "PersistentVolumeClaim", "persistentvolumeclaims"),
  kind("", "Service", "services"),
  kind("apps", "Deployment", "deployments"),
  kind("apps", "StatefulSet", "statefulsets"),
  kind("autoscaling", "HorizontalPodAutoscaler", "horizontalpodautoscalers"),
  kind("batch", "CronJob", "cronjobs"),
  kind("batch", "Job", "jobs"),
  kind("monitoring.coreos.com", "PodMonitor", "podmonitors"),
  kind("monitoring.coreos.com", "PrometheusRule", "prometheusrules"),
  kind("monitoring.coreos.com", "ServiceMonitor", "servicemonitors"),
  kind("networking.k8s.io", "Ingress", "ingresses"),
  kind("policy", "PodDisruptionBudget", "poddisruptionbudgets"),
];

/** What grows out of those, which Argo CD looks at to tell whether they are healthy. */
export const watchedKinds: readonly SyncedKind[] = [
  ...syncedKinds,
  kind("", "Pod", "pods"),
  kind("apps", "ReplicaSet", "replicasets"),
];

/** Rules of a role for some kinds, one for each API group. */
export function rulesFor(
  kinds: readonly SyncedKind[],
  verbs: readonly string[],
): { apiGroups: string[]; resources: string[]; verbs: string[] }[] {
  return [...new Set(kinds.map(({ group }) => group))].map((group) => ({
    apiGroups: [group],
    resources: kinds.filter((one) => one.group === group).map(({ resource }) => resource),
    verbs: [...verbs],
  }));
}
