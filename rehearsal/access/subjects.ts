import { objectOf } from "../../plan/manifests";
import type { Registration } from "../../plan/registration";
import type { ObjectReference } from "../objects";

/** Somebody whom the API server knows: a person of a group, or a service account. */
export interface Subject {
  /** As people read it. */
  readonly title: string;
  /** User name, as the API server has it. */
  readonly user: string;
  /** Groups beyond those that the API server adds by itself. */
  readonly groups: readonly string[];
}

/** A service account of a namespace. */
export function account(namespace: string, name: string): Subject {
  return {
    title: `service account \`${name}\``,
    user: `system:serviceaccount:${namespace}:${name}`,
    groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, "system:authenticated"],
  };
}

/** Somebody of a group of the cluster's sign-in. */
function member(group: string): Subject {
  return { title: `group \`${group}\``, user: "jane@example.com", groups: [group, "system:authenticated"] };
}

/** Somebody who has signed in, and whom no role names. */
export const stranger: Subject = {
  title: "anybody else who has signed in",
  user: "stranger@example.com",
  groups: ["system:authenticated"],
};

/** Somebody who hasn't. */
export const anonymous: Subject = {
  title: "anybody who hasn't",
  user: "system:anonymous",
  groups: ["system:unauthenticated"],
};

interface Bound {
  readonly subjects?: readonly { readonly kind: string; readonly name: string }[];
}

/** What a system's plan says of access: the objects to have, in order, and everybody they name. */
export interface SystemAccess {
  readonly namespace: string;
  readonly objects: readonly ObjectReference[];
  readonly subjects: readonly Subject[];
}

const kinds = ["Namespace", "ServiceAccount", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"];

/** Whom the plan of a system's application knows, and what grants them what they may do. */
export function accessOf(registrations: readonly Registration[], namespace: string): SystemAccess {
  const objects = registrations
    .flatMap((registration) => objectOf(registration) ?? [])
    .filter(({ kind }) => kinds.includes(kind))
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
  const own = objects.filter(({ metadata }) => metadata.namespace === namespace);
  const accounts = own
    .filter(({ kind }) => kind === "ServiceAccount")
    .map(({ metadata }) => account(namespace, metadata.name));
  const groups = own
    .flatMap((object) => (object as Bound).subjects ?? [])
    .filter(({ kind }) => kind === "Group")
    .map(({ name }) => member(name));
  return { namespace, objects, subjects: [account(namespace, "default"), ...groups, ...accounts] };
}
