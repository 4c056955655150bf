import type { StorageClassSpec } from "../components/cluster/contract";
import { grafanaLabels } from "../components/platform/add-ons/kube-prometheus-values";
import type { AddOnName, PlatformFacts } from "../components/platform/contract";
import { tempoLabels } from "../components/platform/tracing/places";
import { charts } from "../components/platform/versions";
import type { Amounts, Given, GivenPod } from "./contract";

/** Kinds of the custom resources that the charts define, as far as objects of ours may have them. */
export const kindsOfCharts: Readonly<Partial<Record<AddOnName, readonly string[]>>> = {
  "prometheus-operator-crds": ["PodMonitor", "PrometheusRule", "ServiceMonitor"].map(
    (kind) => `${kind}.monitoring.coreos.com`,
  ),
  "cert-manager": ["Certificate", "ClusterIssuer", "Issuer"].map((kind) => `${kind}.cert-manager.io`),
  dapr: ["Component", "Configuration", "HTTPEndpoint", "Resiliency", "Subscription"].map((kind) => `${kind}.dapr.io`),
  "cloudnative-pg": ["Cluster.postgresql.cnpg.io"],
  "external-secrets": ["ExternalSecret", "SecretStore"].map((kind) => `${kind}.external-secrets.io`),
  "sealed-secrets": ["SealedSecret.bitnami.com"],
  "argo-cd": ["Application", "AppProject"].map((kind) => `${kind}.argoproj.io`),
  kyverno: ["NamespacedImageValidatingPolicy.policies.kyverno.io"],
};

/** The charts that a platform must have for what it says of itself. */
function chartsOf(facts: PlatformFacts): readonly AddOnName[] {
  const told: Readonly<Partial<Record<AddOnName, unknown>>> = {
    "ingress-nginx": facts.ingress,
    "cert-manager": facts.issuers,
    dapr: facts.dapr,
    "prometheus-operator-crds": facts.monitoring,
    "kube-prometheus-stack": facts.monitoring,
    "cloudnative-pg": facts.postgres,
    "external-secrets": facts.externalSecrets,
    "sealed-secrets": facts.sealedSecrets,
    vault: facts.vault,
    "argo-cd": facts.argoCd,
    kyverno: facts.kyverno,
    tempo: facts.tracing,
    "opentelemetry-collector": facts.tracing,
  };
  return (Object.keys(told) as AddOnName[]).filter((name) => told[name] !== undefined);
}

/** Pods that traces go through, and the one that shows them. */
function podsOfTracing({ monitoring, tracing }: PlatformFacts): readonly GivenPod[] {
  if (tracing === undefined) return [];
  return [
    { namespace: tracing.namespace, labels: tracing.podLabels },
    { namespace: charts.tempo.namespace, labels: tempoLabels },
    ...(monitoring === undefined ? [] : [{ namespace: monitoring.namespace, labels: grafanaLabels }]),
  ];
}

/** Pods that a platform runs, as far as applications have to do with them, and the cluster's name servers. */
function podsOfPlatform(facts: PlatformFacts): readonly GivenPod[] {
  const { dapr, ingress, monitoring, postgres, vault } = facts;
  return [
    { namespace: "kube-system", labels: { "k8s-app": "kube-dns" } },
    ...(ingress === undefined ? [] : [{ namespace: ingress.namespace, labels: ingress.podLabels }]),
    ...(monitoring === undefined ? [] : [{ namespace: monitoring.namespace, labels: monitoring.prometheusLabels }]),
    ...(dapr === undefined ? [] : [{ namespace: dapr.namespace, labels: {} }]),
    ...(postgres === undefined ? [] : [{ namespace: postgres.namespace, labels: postgres.operatorLabels }]),
    ...(vault === undefined ? [] : [{ namespace: vault.namespace, labels: vault.podLabels }]),
    ...podsOfTracing(facts),
  ];
}

/** What a stack stands on. */
export interface Ground {
  readonly facts: PlatformFacts;
  readonly storageClasses: readonly StorageClassSpec[];
  /** Charts that the stack installs itself. */
  readonly installed: readonly AddOnName[];
  readonly nodesAtMost?: Amounts;
  readonly requestedByOthers: Amounts;
}

/** What is there without being among the objects. */
export function givenBy({ facts, storageClasses, installed, nodesAtMost, requestedByOthers }: Ground): Given {
  const names = [...new Set([...installed, ...chartsOf(facts)])];
  const { ingress, issuers } = facts;
  return {
    pods: podsOfPlatform(facts),
    namespaces: [...new Set(["default", "kube-system", ...names.map((name) => charts[name].namespace)])],
    kinds: names.flatMap((name) => kindsOfCharts[name] ?? []),
    storageClasses: storageClasses.map(({ name }) => name),
    clusterIssuers: issuers === undefined ? [] : Object.values(issuers),
    ingressClasses: ingress === undefined ? [] : [ingress.className],
    ...(nodesAtMost === undefined ? {} : { nodesAtMost }),
    requestedByOthers,
  };
}
