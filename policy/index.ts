import type { Context, Finding, Rule } from "./contract";
import { title } from "./objects";
import { accountExists } from "./rules/account-exists";
import { backendExists } from "./rules/backend-exists";
import { budgetCanBeMet } from "./rules/budget-can-be-met";
import { configExists } from "./rules/config-exists";
import { imageIsVersioned } from "./rules/image-is-versioned";
import { ingressIsServed } from "./rules/ingress-is-served";
import { ingressNamesItsPeers } from "./rules/ingress-names-its-peers";
import { kindIsDefined } from "./rules/kind-is-defined";
import { namespaceExists } from "./rules/namespace-exists";
import { noUnusedToken } from "./rules/no-unused-token";
import { nodesHoldTheMost } from "./rules/nodes-hold-the-most";
import { oneWorkloadPerPath } from "./rules/one-workload-per-path";
import { openPortIsServed } from "./rules/open-port-is-served";
import { peerIsAnotherPod } from "./rules/peer-is-another-pod";
import { podSecurityRestricted } from "./rules/pod-security-restricted";
import { quotaHoldsTheMost } from "./rules/quota-holds-the-most";
import { resourcesAreStated } from "./rules/resources-are-stated";
import { rootIsReadOnly } from "./rules/root-is-read-only";
import { scalerIsSound } from "./rules/scaler-is-sound";
import { selectorMatchesPod } from "./rules/selector-matches-pod";
import { slowStartSurvives } from "./rules/slow-start-survives";
import { storageExists } from "./rules/storage-exists";

/** All rules. */
export const rules: readonly Rule[] = [
  accountExists,
  backendExists,
  budgetCanBeMet,
  configExists,
  imageIsVersioned,
  ingressIsServed,
  ingressNamesItsPeers,
  kindIsDefined,
  namespaceExists,
  noUnusedToken,
  nodesHoldTheMost,
  oneWorkloadPerPath,
  openPortIsServed,
  peerIsAnotherPod,
  podSecurityRestricted,
  quotaHoldsTheMost,
  resourcesAreStated,
  rootIsReadOnly,
  scalerIsSound,
  selectorMatchesPod,
  slowStartSurvives,
  storageExists,
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
