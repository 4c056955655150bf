import type { types } from "@pulumi/kubernetes";
import { apiServerRule, dnsRule, inNamespace, tcp } from "../../network-policy-parts";
import type { PlatformFacts } from "../../platform/contract";
import type { Application } from "../contract";
import { connectionsOf } from "../flows";
import { selectorLabels } from "../labels";
import { usualPorts } from "./connection";

type PolicySpec = types.input.networking.v1.NetworkPolicySpec;
type IngressRule = types.input.networking.v1.NetworkPolicyIngressRule;

/** Ports of CloudNativePG's instance manager: what the operator asks, and what Prometheus scrapes. */
const managerPorts = { status: 8000, metrics: 9187 } as const;

/** Labels that CloudNativePG gives the instances of a cluster, but not the jobs that make them. */
export function instanceLabels(name: string): Record<string, string> {
  return { "cnpg.io/cluster": name, "cnpg.io/podRole": "instance" };
}

/** Labels of everything that CloudNativePG makes for a cluster. */
function clusterLabels(name: string): Record<string, string> {
  return { "cnpg.io/cluster": name };
}

/** The way from a client to a PostgreSQL in the cluster. */
export function postgresEgress(name: string): types.input.networking.v1.NetworkPolicyEgressRule {
  return { to: [{ podSelector: { matchLabels: instanceLabels(name) } }], ports: tcp(usualPorts.postgres) };
}

function clientRule(application: Application, name: string): readonly IngressRule[] {
  const clients = Object.entries(application.workloads).filter(([workloadName, workload]) =>
    connectionsOf(application, workloadName, workload).includes(name),
  );
  return clients.length === 0
    ? []
    : [
        {
          from: clients.map(([client]) => ({ podSelector: { matchLabels: selectorLabels(application.name, client) } })),
          ports: tcp(usualPorts.postgres),
        },
      ];
}

/**
 * The policy of a PostgreSQL's pods: clients that declare it, the operator, Prometheus, and each other. Their instance
 * managers keep in touch with the API server, whose address no policy can name.
 *
 * @see https://cloudnative-pg.io/documentation/1.30/networking/
 */
export function postgresPolicySpec(application: Application, name: string, platform: PlatformFacts): PolicySpec {
  const own = [{ podSelector: { matchLabels: clusterLabels(name) } }];
  const between = tcp(usualPorts.postgres, managerPorts.status);
  const { monitoring, postgres } = platform;
  return {
    podSelector: { matchLabels: clusterLabels(name) },
    policyTypes: ["Ingress", "Egress"],
    ingress: [
      { from: own, ports: between },
      ...clientRule(application, name),
      ...(postgres === undefined
        ? []
        : [
            {
              from: [
                {
                  namespaceSelector: inNamespace(postgres.namespace),
                  podSelector: { matchLabels: { ...postgres.operatorLabels } },
                },
              ],
              ports: between,
            },
          ]),
      ...(monitoring === undefined || application.monitored === false
        ? []
        : [
            {
              from: [
                {
                  namespaceSelector: inNamespace(monitoring.namespace),
                  podSelector: { matchLabels: { ...monitoring.prometheusLabels } },
                },
              ],
              ports: tcp(managerPorts.metrics),
            },
          ]),
    ],
    egress: [dnsRule, { to: own, ports: between }, apiServerRule],
  };
}
