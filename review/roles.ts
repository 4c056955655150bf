import type { Registration } from "../plan/registration";
import { isMade } from "./matching";
import { resourceTitle } from "./resource-title";
import type { StoredPlan } from "./stored-plan";
import { type TopicChange, topicChanges } from "./topics";

interface Rule {
  readonly verbs?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

interface Subject {
  readonly kind: string;
  readonly name: string;
}

interface Binding {
  readonly subjects?: readonly Subject[];
  readonly roleRef?: Subject;
}

function ruleText({ nonResourceURLs = [], resourceNames = [], resources = [], verbs = [] }: Rule): string {
  const named = resourceNames.length === 0 ? "" : ` named ${resourceNames.join(", ")}`;
  return `${verbs.join(", ")}: ${[...resources, ...nonResourceURLs].join(", ")}${named}`;
}

const rbac = "kubernetes:rbac.authorization.k8s.io/v1:";

/** Fields of clouds' resources that say who may do what. */
const grantFields: Readonly<Record<string, readonly string[]>> = {
  "aws:eks/accessEntry:AccessEntry": ["principalArn", "kubernetesGroups", "type"],
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": ["principalArn", "policyArn"],
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": ["namespace", "serviceAccount", "roleArn"],
  "aws:iam/role:Role": ["assumeRolePolicy"],
  "aws:iam/rolePolicy:RolePolicy": ["role", "policy"],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["role", "policyArn"],
  "gcp:projects/iAMMember:IAMMember": ["role", "member"],
  "gcp:dns/dnsManagedZoneIamMember:DnsManagedZoneIamMember": ["role", "member", "managedZone"],
  "gcp:serviceaccount/iAMMember:IAMMember": ["role", "member"],
  "gcp:serviceaccount/account:Account": ["accountId"],
};

const show = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** What a resource allows, as text; undefined where it grants nothing. */
function grantOf({ inputs, type }: Registration): string | undefined {
  if (type === `${rbac}Role` || type === `${rbac}ClusterRole`)
    return ((inputs["rules"] ?? []) as readonly Rule[]).map(ruleText).join("; ");
  if (type === `${rbac}RoleBinding` || type === `${rbac}ClusterRoleBinding`) {
    const { roleRef, subjects = [] } = inputs as Binding;
    return `${subjects.map(({ kind, name }) => `${kind} ${name}`).join(", ")}: ${roleRef?.kind ?? ""} ${roleRef?.name ?? ""}`;
  }
  return grantFields[type]?.flatMap((field) => (inputs[field] === undefined ? [] : [show(inputs[field])])).join(", ");
}

/** Service accounts whose pods are given a token of the API server. */
function tokenOf({ inputs, type }: Registration): string | undefined {
  if (type !== "kubernetes:core/v1:ServiceAccount") return undefined;
  return inputs["automountServiceAccountToken"] === false ? undefined : "its pods may be given a token";
}

function grants({ resources }: StoredPlan): ReadonlyMap<string, string> {
  return new Map(
    resources.filter(isMade).flatMap((resource) => {
      const grant = grantOf(resource) ?? tokenOf(resource);
      return grant === undefined ? [] : [[resourceTitle(resource), grant] as const];
    }),
  );
}

/** Roles and grants that come, go or allow something else. */
export function roleChanges(base: StoredPlan, head: StoredPlan): readonly TopicChange[] {
  return topicChanges(grants(base), grants(head));
}
