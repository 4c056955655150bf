import type { Context, Rule } from "../contract";
import { ofKind } from "../objects";
import { podsOf } from "../pods";
import { subjectsOf } from "../subjects";

/** `<namespace>/<name>` of the accounts that a binding gives anything. */
function entitled(context: Context): ReadonlySet<string> {
  return new Set(
    ["RoleBinding", "ClusterRoleBinding"].flatMap((kind) =>
      ofKind(context, kind).flatMap((object) =>
        subjectsOf(object)
          .filter((subject) => subject.kind === "ServiceAccount")
          .map(({ name, namespace }) => `${namespace}/${name}`),
      ),
    ),
  );
}

/** Only pods whose account may do something get its token. */
export const noUnusedToken: Rule = {
  name: "no-unused-token",
  reason: "A token for the API server that the program never uses serves nobody but whoever breaks into it.",
  check: (context) => {
    const accounts = entitled(context);
    return podsOf(context).flatMap(({ owner, namespace, spec }) =>
      spec === undefined ||
      spec.automountServiceAccountToken === false ||
      accounts.has(`${namespace}/${spec.serviceAccountName ?? "default"}`)
        ? []
        : [
            {
              object: owner,
              message:
                "mounts a token of an account that no role is bound to; set automountServiceAccountToken to false.",
            },
          ],
    );
  },
};
