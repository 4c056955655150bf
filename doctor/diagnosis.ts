import { shown } from "../stacks/config/plain-secrets";
import { type Rule, type Seen, severities, type Trouble } from "./contract";
import { autoscalers } from "./rules/autoscalers";
import { certificates } from "./rules/certificates";
import { claims } from "./rules/claims";
import { containers } from "./rules/containers";
import { definitions } from "./rules/definitions";
import { disruptionBudgets } from "./rules/disruption-budgets";
import { helmReleases } from "./rules/helm-releases";
import { loadBalancers } from "./rules/load-balancers";
import { locks } from "./rules/locks";
import { namespaces } from "./rules/namespaces";
import { nodes } from "./rules/nodes";
import { rollouts } from "./rules/rollouts";
import { scheduling } from "./rules/scheduling";
import { sleepers } from "./rules/sleepers";

const rules: readonly Rule[] = [
  nodes,
  locks,
  helmReleases,
  namespaces,
  scheduling,
  claims,
  containers,
  rollouts,
  sleepers,
  loadBalancers,
  certificates,
  autoscalers,
  disruptionBudgets,
  definitions,
];

/** Everything that is wrong with what a cluster lists, the worst first. */
export function diagnosis(seen: Seen): readonly Trouble[] {
  return rules
    .flatMap((rule) => rule(seen))
    .map((trouble) => ({ ...trouble, why: shown(trouble.why) }))
    .sort((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity));
}
