import type { ClusterHandle } from "../cluster/contract";
import { type AddOnNode, installationOrder } from "./add-on-graph";
import type { AddOnName, PlatformSettings } from "./contract";

/** A requirement on the definitions of monitoring objects, wherever an add-on makes such an object. */
function monitorsOf(addOn: string, settings: PlatformSettings): AddOnNode<AddOnName>["requires"] {
  return settings.monitoring.enabled
    ? [{ name: "prometheus-operator-crds", because: `${addOn} has a monitor of that kind` }]
    : [];
}

/**
 * The add-ons that a platform consists of, each with what it requires; what the cluster has already is left out.
 */
function chosenAddOns(
  settings: PlatformSettings,
  cluster: Pick<ClusterHandle, "kind" | "capabilities">,
): readonly AddOnNode<AddOnName>[] {
  const { certificates, dapr, ingress, logs, monitoring } = settings;
  const nodes: readonly (AddOnNode<AddOnName> & { readonly chosen: boolean })[] = [
    {
      name: "prometheus-operator-crds",
      setting: "platform.monitoring.enabled",
      chosen: monitoring.enabled,
      requires: [],
      conflicts: [],
    },
    {
      name: "ingress-nginx",
      setting: "platform.ingress.enabled",
      chosen: ingress.enabled,
      requires: monitorsOf("ingress-nginx", settings),
      conflicts: [],
    },
    {
      name: "cert-manager",
      setting: "platform.certificates.enabled",
      chosen: certificates.enabled,
      requires: [
        { name: "ingress-nginx", because: "Let's Encrypt's challenges are answered through it" },
        ...monitorsOf("cert-manager", settings),
      ],
      conflicts: [],
    },
    {
      name: "dapr",
      setting: "platform.dapr.enabled",
      chosen: dapr.enabled,
      requires: monitorsOf("dapr", settings),
      conflicts: [],
    },
    {
      name: "kube-prometheus-stack",
      setting: "platform.monitoring.enabled",
      chosen: monitoring.enabled,
      requires: [
        ...monitorsOf("kube-prometheus-stack", settings),
        ...(monitoring.grafanaHost === undefined
          ? []
          : [
              {
                name: "ingress-nginx",
                because: "Grafana has a host (platform.monitoring.grafanaHost)",
              } as const,
            ]),
      ],
      conflicts: [],
    },
    {
      name: "loki",
      setting: "platform.logs.enabled",
      chosen: logs.enabled,
      requires: monitorsOf("loki", settings),
      conflicts: [],
    },
    {
      name: "alloy",
      setting: "platform.logs.enabled",
      chosen: logs.enabled,
      requires: [
        { name: "loki", because: "logs are sent there; it retries until Loki answers" },
        ...monitorsOf("alloy", settings),
      ],
      conflicts: [],
    },
    {
      name: "metrics-server",
      setting: "cluster capability metricsServer",
      chosen: !cluster.capabilities.metricsServer,
      requires: monitorsOf("metrics-server", settings),
      conflicts: [],
    },
    {
      name: "cluster-autoscaler",
      setting: "cluster capability nodeAutoscaling",
      chosen: cluster.kind === "eks" && !cluster.capabilities.nodeAutoscaling,
      requires: [],
      conflicts: [],
    },
    {
      name: "cloudnative-pg",
      setting: "platform.postgresOperator.enabled",
      chosen: settings.postgresOperator.enabled,
      requires: monitorsOf("cloudnative-pg", settings),
      conflicts: [],
    },
    {
      name: "external-dns",
      setting: "platform.dns.records",
      chosen: settings.dns?.records === true,
      requires: [
        { name: "ingress-nginx", because: "records are written for the hosts of its Ingresses" },
        ...monitorsOf("external-dns", settings),
      ],
      conflicts: [],
    },
    {
      name: "external-secrets",
      setting: "platform.externalSecrets.enabled",
      chosen: settings.externalSecrets.enabled,
      requires: monitorsOf("external-secrets", settings),
      conflicts: [],
    },
    {
      name: "sealed-secrets",
      setting: "platform.sealedSecrets.enabled",
      chosen: settings.sealedSecrets.enabled,
      requires: monitorsOf("sealed-secrets", settings),
      conflicts: [],
    },
    {
      name: "vault",
      setting: "platform.vault.enabled",
      chosen: settings.vault.enabled,
      requires: [],
      conflicts: [],
    },
    {
      name: "argo-cd",
      setting: "platform.argoCd.enabled",
      chosen: settings.argoCd.enabled,
      requires: monitorsOf("argo-cd", settings),
      conflicts: [],
    },
    {
      name: "kyverno",
      setting: "platform.kyverno.enabled",
      chosen: settings.kyverno.enabled,
      requires: monitorsOf("kyverno", settings),
      conflicts: [],
    },
    {
      name: "tempo",
      setting: "platform.tracing.enabled",
      chosen: settings.tracing.enabled,
      requires: monitorsOf("tempo", settings),
      conflicts: [],
    },
    {
      name: "opentelemetry-collector",
      setting: "platform.tracing.enabled",
      chosen: settings.tracing.enabled,
      requires: [
        { name: "tempo", because: "traces are sent there; it retries until Tempo answers" },
        ...monitorsOf("opentelemetry-collector", settings),
      ],
      conflicts: [],
    },
  ];
  return nodes.flatMap(({ chosen, ...node }) => (chosen ? [node] : []));
}

/**
 * The same in the order of installation.
 *
 * @throws UsageError when something required is missing or add-ons exclude or require each other in a circle.
 */
export function selectAddOns(
  settings: PlatformSettings,
  cluster: Pick<ClusterHandle, "kind" | "capabilities">,
): readonly AddOnName[] {
  return installationOrder(chosenAddOns(settings, cluster)).map(({ name }) => name);
}
