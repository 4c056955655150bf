import type { types } from "@pulumi/kubernetes";

type EgressRule = types.input.networking.v1.NetworkPolicyEgressRule;
type Peer = types.input.networking.v1.NetworkPolicyPeer;
type Port = types.input.networking.v1.NetworkPolicyPort;

/**
 * The rules of a policy in one direction; nothing where there are none. The policy's types refuse all the same, and an
 * empty list, which the API server drops, would count as changed with each deployment.
 */
export function onlyRules<Direction extends "egress" | "ingress", Rule>(
  direction: Direction,
  rules: readonly Rule[],
): { [Key in Direction]?: Rule[] } {
  const some: { [Key in Direction]?: Rule[] } = {};
  if (rules.length > 0) some[direction] = [...rules];
  return some;
}

/** TCP ports of a rule. */
export function tcp(...ports: readonly number[]): Port[] {
  return ports.map((port) => ({ protocol: "TCP", port }));
}

/** Where API servers listen: behind their Service, and themselves; a policy sees one or the other. */
export const apiServerPorts: readonly number[] = [443, 6443];

/** The way to the API server, whose address no policy can name: to anybody, on its ports. */
export const apiServerRule: EgressRule = { ports: tcp(...apiServerPorts) };

/** All pods of a namespace. */
export function inNamespace(namespace: string): NonNullable<Peer["namespaceSelector"]> {
  return { matchLabels: { "kubernetes.io/metadata.name": namespace } };
}

/** Every pod may ask for names. */
export const dnsRule: EgressRule = {
  to: [
    {
      namespaceSelector: inNamespace("kube-system"),
      podSelector: { matchExpressions: [{ key: "k8s-app", operator: "In", values: ["kube-dns", "node-local-dns"] }] },
    },
  ],
  ports: [
    { protocol: "UDP", port: 53 },
    { protocol: "TCP", port: 53 },
  ],
};
