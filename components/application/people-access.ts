import * as k8s from "@pulumi/kubernetes";
import type { AccessLevel, PeopleAccess } from "./access";
import type { Application, Permission } from "./contract";
import type { Child, Metadata } from "./workload-args";

const look = ["get", "list", "watch"];
const change = ["create", "update", "patch"];

/** Everything of a namespace but the values of secrets. */
const reading: readonly Permission[] = [
  {
    apiGroups: [""],
    resources: ["pods", "pods/log", "services", "endpoints", "configmaps", "events", "persistentvolumeclaims"],
    verbs: look,
  },
  { apiGroups: [""], resources: ["resourcequotas", "limitranges", "serviceaccounts"], verbs: look },
  { apiGroups: ["apps"], resources: ["deployments", "replicasets", "statefulsets"], verbs: look },
  { apiGroups: ["batch"], resources: ["jobs", "cronjobs"], verbs: look },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: look },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: look },
  { apiGroups: ["networking.k8s.io"], resources: ["ingresses", "networkpolicies"], verbs: look },
  { apiGroups: ["metrics.k8s.io"], resources: ["pods"], verbs: ["get", "list"] },
];

/**
 * What each level may do. A person who can open a shell in a pod reads that pod's secrets, and one who can change a
 * workload can mount any: levels beyond `read` are for those who may.
 */
export const accessRules: Readonly<Record<AccessLevel, readonly Permission[]>> = {
  read: reading,
  operate: [
    ...reading,
    { apiGroups: [""], resources: ["pods"], verbs: ["delete"] },
    // Over WebSockets, kubectl gets what it used to create.
    { apiGroups: [""], resources: ["pods/exec", "pods/portforward"], verbs: ["get", "create"] },
    // A restart is a change of the pod template's annotation.
    { apiGroups: ["apps"], resources: ["deployments", "statefulsets"], verbs: ["patch"] },
    { apiGroups: ["batch"], resources: ["jobs"], verbs: ["create", "delete"] },
  ],
  deploy: [
    ...reading,
    { apiGroups: [""], resources: ["services", "configmaps"], verbs: change },
    { apiGroups: ["apps"], resources: ["deployments", "statefulsets"], verbs: change },
    { apiGroups: ["apps"], resources: ["deployments/scale", "statefulsets/scale"], verbs: ["update", "patch"] },
    { apiGroups: ["batch"], resources: ["cronjobs"], verbs: change },
    { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: change },
  ],
};

function rulesOf(level: AccessLevel): k8s.types.input.rbac.v1.PolicyRule[] {
  return accessRules[level].map(({ apiGroups, resources, verbs }) => ({
    apiGroups: [...apiGroups],
    resources: [...resources],
    verbs: [...verbs],
  }));
}

/** Whom a grant is for: a group of the cluster's sign-in, or a service account of the grant's own name. */
function subjectOf(
  name: string,
  { group }: PeopleAccess,
  metadata: Metadata,
  child: Child,
): k8s.types.input.rbac.v1.Subject {
  if (group !== undefined) return { apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: group };
  const account = new k8s.core.v1.ServiceAccount(
    name,
    { metadata: { ...metadata, name }, automountServiceAccountToken: false },
    child,
  );
  return { kind: "ServiceAccount", name: account.metadata.name, namespace: metadata.namespace };
}

/** Roles of people and pipelines in an application's namespace, each bound to whom it is for. */
export function createPeopleAccess({ access = {} }: Application, metadata: Metadata, child: Child): void {
  for (const [name, grant] of Object.entries(access)) {
    new k8s.rbac.v1.Role(name, { metadata: { ...metadata, name }, rules: rulesOf(grant.may) }, child);
    new k8s.rbac.v1.RoleBinding(
      name,
      {
        metadata: { ...metadata, name },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
        subjects: [subjectOf(name, grant, metadata, child)],
      },
      child,
    );
  }
}
