import type { types } from "@pulumi/kubernetes";
import { apiServerRule, dnsRule, inNamespace, onlyRules, tcp } from "../network-policy-parts";
import type { PlatformFacts } from "../platform/contract";
import { isApiServer, privateRanges } from "./connections";
import type { Application, Workload } from "./contract";
import { daprPorts } from "./dapr";
import { connectedStores, connectionsOf, type Flow, isServing } from "./flows";
import { selectorLabels } from "./labels";
import type { StoreRules } from "./stores/store-rules";
import { collectorRule, sendsTraces } from "./tracing";

type IngressRule = types.input.networking.v1.NetworkPolicyIngressRule;
type EgressRule = types.input.networking.v1.NetworkPolicyEgressRule;
type Peer = types.input.networking.v1.NetworkPolicyPeer;

/** Refuses everything in and out of the namespace that no other policy allows. */
export const defaultDenySpec: types.input.networking.v1.NetworkPolicySpec = {
  podSelector: {},
  policyTypes: ["Ingress", "Egress"],
};

function ingressRules(
  application: Application,
  name: string,
  workload: Workload,
  platform: PlatformFacts,
  flows: readonly Flow[],
): IngressRule[] {
  if (!isServing(workload)) return [];
  const peer = (from: string): Peer => ({ podSelector: { matchLabels: selectorLabels(application.name, from) } });
  const ports = [...new Set(flows.filter((flow) => flow.to === name).map((flow) => flow.port))];
  const rules: IngressRule[] = ports.map((port) => ({
    from: flows.filter((flow) => flow.to === name && flow.port === port).map((flow) => peer(flow.from)),
    ports: tcp(port),
  }));
  const routed = (application.routes ?? []).some((route) => route.to === name);
  if (routed && platform.ingress !== undefined) {
    const { namespace, podLabels } = platform.ingress;
    rules.push({
      from: [{ namespaceSelector: inNamespace(namespace), podSelector: { matchLabels: { ...podLabels } } }],
      ports: tcp(workload.port),
    });
  }
  if (platform.monitoring !== undefined && application.monitored !== false) {
    const scraped = [
      ...(workload.metrics === undefined ? [] : [workload.port]),
      ...(workload.dapr === undefined ? [] : [daprPorts.metrics]),
    ];
    const { namespace, prometheusLabels } = platform.monitoring;
    if (scraped.length > 0) {
      rules.push({
        from: [{ namespaceSelector: inNamespace(namespace), podSelector: { matchLabels: { ...prometheusLabels } } }],
        ports: tcp(...scraped),
      });
    }
  }
  return rules;
}

function egressRules(
  application: Application,
  name: string,
  workload: Workload,
  platform: PlatformFacts,
  flows: readonly Flow[],
  stores: StoreRules,
): EgressRule[] {
  const rules: EgressRule[] = [dnsRule];
  for (const flow of flows.filter((candidate) => candidate.from === name)) {
    rules.push({
      to: [{ podSelector: { matchLabels: selectorLabels(application.name, flow.to) } }],
      ports: tcp(flow.port),
    });
  }
  for (const store of connectedStores(application, name, workload)) rules.push(...(stores[store] ?? []));
  const outside = connectionsOf(application, name, workload).flatMap((connection) =>
    typeof connection !== "string" && "internet" in connection ? connection.ports : [],
  );
  if (outside.length > 0) {
    const ports = [...new Set(outside)].sort((a, b) => a - b);
    rules.push({ to: [{ ipBlock: { cidr: "0.0.0.0/0", except: [...privateRanges] } }], ports: tcp(...ports) });
  }
  for (const connection of connectionsOf(application, name, workload)) {
    if (typeof connection === "string" || !("network" in connection)) continue;
    // To Kubernetes, a rule without ranges or ports opens all of them.
    if (connection.cidrs.length === 0 || connection.ports.length === 0) continue;
    rules.push({ to: connection.cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: tcp(...connection.ports) });
  }
  if (sendsTraces(application, workload) && platform.tracing !== undefined) rules.push(collectorRule(platform.tracing));
  if (isServing(workload) && workload.dapr !== undefined && platform.dapr !== undefined) {
    rules.push({
      to: [{ namespaceSelector: inNamespace(platform.dapr.namespace) }],
      ports: tcp(...daprPorts.controlPlane),
    });
  }
  return rules;
}

/**
 * The policy of one workload: exactly what is declared, in both directions, and DNS.
 *
 * @param stores ways to the stores that are no workloads
 * @param further ways out for what others add to the pods
 */
export function networkPolicySpec(
  application: Application,
  name: string,
  workload: Workload,
  platform: PlatformFacts,
  flows: readonly Flow[],
  stores: StoreRules = {},
  further: readonly EgressRule[] = [],
): types.input.networking.v1.NetworkPolicySpec {
  const asking = connectionsOf(application, name, workload).some(isApiServer) ? [apiServerRule] : [];
  const ingress = ingressRules(application, name, workload, platform, flows);
  return {
    podSelector: { matchLabels: selectorLabels(application.name, name) },
    policyTypes: ["Ingress", "Egress"],
    ...onlyRules("ingress", ingress),
    egress: [...egressRules(application, name, workload, platform, flows, stores), ...asking, ...further],
  };
}
