import * as k8s from "@pulumi/kubernetes";
import type { Input, Resource } from "@pulumi/pulumi";
import { inNamespace, onlyRules, tcp } from "../../network-policy-parts";
import { prometheusLabels } from "../add-ons/kube-prometheus-values";
import { charts } from "../versions";

/** Where external-dns tells its health and its figures. */
const metricsPort = 7979;

/**
 * Closes external-dns' namespace to everybody but Prometheus. The way out stays open: the provider's addresses, the API
 * server's and those from which pods get their identity are the clouds' own, and change.
 */
export function closeExternalDns(args: {
  readonly namespace: Input<string>;
  /** Whether Prometheus reads the figures. */
  readonly monitored: boolean;
  readonly provider: k8s.Provider;
  readonly parent: Resource;
}): void {
  const { monitored, namespace, parent, provider } = args;
  const name = charts["external-dns"].namespace;
  const prometheus = {
    namespaceSelector: inNamespace(charts["kube-prometheus-stack"].namespace),
    podSelector: { matchLabels: { ...prometheusLabels } },
  };
  new k8s.networking.v1.NetworkPolicy(
    name,
    {
      metadata: { name, namespace },
      spec: {
        podSelector: {},
        policyTypes: ["Ingress"],
        ...onlyRules("ingress", monitored ? [{ from: [prometheus], ports: tcp(metricsPort) }] : []),
      },
    },
    { parent, provider },
  );
}
