import type { Context, Finding, Rule } from "./contract";
import { title } from "./objects";
import { backendExists } from "./rules/backend-exists";
import { configExists } from "./rules/config-exists";
import { ingressNamesItsPeers } from "./rules/ingress-names-its-peers";
import { peerIsAnotherPod } from "./rules/peer-is-another-pod";
import { selectorMatchesPod } from "./rules/selector-matches-pod";

/** All rules. */
export const rules: readonly Rule[] = [
  selectorMatchesPod,
  peerIsAnotherPod,
  ingressNamesItsPeers,
  backendExists,
  configExists,
];

/** What the rules have against the objects, each finding once. */
export function findingsOf(context: Context, chosen: readonly Rule[] = rules): readonly Finding[] {
  const found = chosen.flatMap(({ name, enforcement, check }) =>
    check(context).map(
      ({ object, message }): Finding => ({
        rule: name,
        enforcement: enforcement?.[context.environment] ?? "mandatory",
        object: title(object),
        message,
      }),
    ),
  );
  return [...new Map(found.map((finding) => [JSON.stringify(finding), finding])).values()];
}
