import type { Context, Rule, Violation } from "../contract";
import { isPeer, type Peer, type Policy, policiesOf } from "../network-policies";
import { specOf } from "../objects";
import { isPostgres, podsOf } from "../pods";
import { inWords } from "../selectors";

function peerInWords({ podSelector, namespaceSelector }: Peer): string {
  return [
    ...(podSelector === undefined ? [] : [`pods with ${inWords(podSelector)}`]),
    ...(namespaceSelector === undefined ? [] : [`namespaces with ${inWords(namespaceSelector)}`]),
  ].join(" in ");
}

/** Instances of one PostgreSQL, and pods of one StatefulSet, talk to each other: a policy may name those it stands for. */
function amongThemselves({ selected }: Policy): boolean {
  return selected.every(
    ({ owner }) =>
      isPostgres(owner) ||
      (owner.kind === "StatefulSet" && (specOf<{ readonly replicas: number }>(owner).replicas ?? 1) > 1),
  );
}

function faultOf(context: Context, policy: Policy, peer: Peer): string | undefined {
  if (peer.ipBlock !== undefined) return undefined;
  const planned = podsOf(context).filter((pod) => isPeer(context, peer, pod, policy.namespace));
  const given = context.given.pods.some((pod) => isPeer(context, peer, pod, policy.namespace));
  if (planned.length === 0 && !given)
    return `lets ${peerInWords(peer)} through, and there is no such pod; name the labels and the namespace of one.`;
  const owners = new Set(policy.selected.map(({ owner }) => owner));
  const onlyItself = !given && planned.every(({ owner }) => owners.has(owner)) && owners.size === 1;
  return onlyItself && !amongThemselves(policy)
    ? `lets ${peerInWords(peer)} through, which is nobody but the pod itself; name the labels of the other pod.`
    : undefined;
}

function violations(context: Context): readonly Violation[] {
  return policiesOf(context).flatMap((policy) =>
    [...policy.ingress.flatMap(({ from = [] }) => from), ...policy.egress.flatMap(({ to = [] }) => to)].flatMap(
      (peer) => {
        const message = faultOf(context, policy, peer);
        return message === undefined ? [] : [{ object: policy.object, message }];
      },
    ),
  );
}

/** Every peer of a NetworkPolicy has to be another pod, or a declared outside. */
export const peerIsAnotherPod: Rule = {
  name: "peer-is-another-pod",
  reason:
    "A NetworkPolicy whose peer selects no pod, or nothing but the pod itself, blocks the connection that it was written for; every scanner and the API server pass it.",
  check: violations,
};
