import type { Rule } from "../contract";
import { type Peer, policiesOf } from "../network-policies";
import { selectsAll } from "../selectors";

/** Whether a peer is everybody in the cluster, or beyond. */
function isEverybody({ ipBlock, namespaceSelector, podSelector }: Peer): boolean {
  if (ipBlock !== undefined) return ["0.0.0.0/0", "::/0"].includes(ipBlock.cidr);
  return (
    namespaceSelector !== undefined &&
    selectsAll(namespaceSelector) &&
    (podSelector === undefined || selectsAll(podSelector))
  );
}

/** No NetworkPolicy lets everybody in. */
export const ingressNamesItsPeers: Rule = {
  name: "ingress-names-its-peers",
  reason:
    "An ingress rule without `from` admits everybody, in the cluster and outside: it is what is left when a peer gets lost, and every scanner passes it.",
  check: (context) =>
    policiesOf(context).flatMap(({ object, ingress }) =>
      ingress
        .filter(({ from = [] }) => from.length === 0 || from.some(isEverybody))
        .map(({ ports = [] }) => ({
          object,
          message: `lets everybody in on ${ports.length === 0 ? "every port" : `port ${ports.map(({ port }) => String(port)).join(", ")}`}; name who may come in under \`from\`.`,
        })),
    ),
};
