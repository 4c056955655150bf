import type { Context, Rule, Violation } from "../contract";
import { madeByOperators } from "../made-by-operators";
import { find, namespaceOf, ofKind } from "../objects";
import { podsOf } from "../pods";
import { subjectsOf } from "../subjects";

/** Roles that every cluster has. */
const builtInRoles = ["admin", "cluster-admin", "edit", "view"];

function isAccount(context: Context, namespace: string, name: string): boolean {
  return (
    name === "default" ||
    context.given.namespaces.includes(namespace) ||
    find(context, "ServiceAccount", namespace, name) !== undefined ||
    madeByOperators(context).serviceAccounts.has(`${namespace}/${name}`)
  );
}

function ofPods(context: Context): readonly Violation[] {
  return podsOf(context).flatMap(({ owner, namespace, spec }) => {
    const name = spec?.serviceAccountName;
    return name === undefined || isAccount(context, namespace, name)
      ? []
      : [{ object: owner, message: `runs as the ServiceAccount ${name}, which doesn't exist in ${namespace}.` }];
  });
}

function ofBindings(context: Context): readonly Violation[] {
  return ["RoleBinding", "ClusterRoleBinding"].flatMap((kind) =>
    ofKind(context, kind).flatMap((object): readonly Violation[] => {
      const role = object["roleRef"] as { readonly kind: string; readonly name: string } | undefined;
      const subjects = subjectsOf(object);
      const roleFound =
        role?.kind === "Role"
          ? find(context, "Role", namespaceOf(object), role.name) !== undefined
          : builtInRoles.includes(role?.name ?? "") ||
            ofKind(context, "ClusterRole").some(({ metadata }) => metadata.name === role?.name);
      const missing = subjects.filter(
        (subject) => subject.kind === "ServiceAccount" && !isAccount(context, subject.namespace, subject.name),
      );
      return [
        ...(roleFound
          ? []
          : [{ object, message: `grants the ${role?.kind ?? "role"} ${role?.name ?? ""}, which doesn't exist.` }]),
        ...(subjects.length === 0 ? [{ object, message: "grants its role to nobody; name a subject." }] : []),
        ...missing.map(({ name, namespace }) => ({
          object,
          message: `grants its role to the ServiceAccount ${name}, which doesn't exist in ${namespace}.`,
        })),
      ];
    }),
  );
}

/** Every ServiceAccount, role and subject that is named has to exist. */
export const accountExists: Rule = {
  name: "account-exists",
  reason:
    "Pods of a ServiceAccount that doesn't exist are never made, and a binding to one waits for whoever makes an account of that name.",
  check: (context) => [...ofPods(context), ...ofBindings(context)],
};
