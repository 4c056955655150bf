import * as k8s from "@pulumi/kubernetes";
import type { Input, Resource } from "@pulumi/pulumi";
import type { ClusterHandle } from "../../cluster/contract";
import { dnsRule, inNamespace, tcp } from "../../network-policy-parts";
import { grafanaLabels, prometheusLabels } from "../add-ons/kube-prometheus-values";
import { charts } from "../versions";
import { collectorMetrics, otlpGrpc, otlpHttp, tempoHttp, tempoLabels, tracingFacts } from "./places";

type Spec = k8s.types.input.networking.v1.NetworkPolicySpec;
type Peer = k8s.types.input.networking.v1.NetworkPolicyPeer;

const monitoring = charts["kube-prometheus-stack"].namespace;

function pods(namespace: string, labels: Readonly<Record<string, string>>): Peer {
  return { namespaceSelector: inNamespace(namespace), podSelector: { matchLabels: { ...labels } } };
}

/** Everything in the namespaces of applications, which carry the label of what they are part of. */
const applications: Peer = {
  namespaceSelector: { matchExpressions: [{ key: "app.kubernetes.io/part-of", operator: "Exists" }] },
};

const prometheus = pods(monitoring, prometheusLabels);

/**
 * Of the collector's namespace: traces come in from applications and go out to Tempo.
 *
 * @param monitored whether Prometheus asks it how it is
 */
export function collectorPolicy(monitored: boolean): Spec {
  return {
    podSelector: {},
    policyTypes: ["Ingress", "Egress"],
    ingress: [
      { from: [applications], ports: tcp(otlpGrpc, otlpHttp) },
      ...(monitored ? [{ from: [prometheus], ports: tcp(collectorMetrics) }] : []),
    ],
    egress: [dnsRule, { to: [pods(charts.tempo.namespace, tempoLabels)], ports: tcp(otlpGrpc) }],
  };
}

/**
 * Of Tempo's namespace: traces come in from the collector, and nothing goes out.
 *
 * @param monitored whether Prometheus asks it how it is, and Grafana for traces
 */
export function tempoPolicy(monitored: boolean): Spec {
  return {
    podSelector: {},
    policyTypes: ["Ingress", "Egress"],
    ingress: [
      { from: [pods(tracingFacts.namespace, tracingFacts.podLabels)], ports: tcp(otlpGrpc) },
      ...(monitored ? [{ from: [pods(monitoring, grafanaLabels), prometheus], ports: tcp(tempoHttp) }] : []),
    ],
  };
}

/** Closes an add-on's namespace but for what `spec` opens. */
export function closeNamespace(
  addOn: "opentelemetry-collector" | "tempo",
  namespace: Input<string>,
  spec: Spec,
  { parent, provider }: Pick<ClusterHandle, "provider"> & { readonly parent: Resource },
): void {
  const name = charts[addOn].namespace;
  new k8s.networking.v1.NetworkPolicy(name, { metadata: { name, namespace }, spec }, { parent, provider });
}
