import { argoCdAccount } from "./add-ons/argo-cd";
import { dashboardLabel, prometheusLabels } from "./add-ons/kube-prometheus-values";
import { vaultFacts } from "./add-ons/vault";
import type { IngressControllerName, IngressFacts, PlatformFacts, PlatformSettings } from "./contract";
import { ingressControllers } from "./ingress-controller";
import { issuerNames } from "./issuers";
import { tracingFacts } from "./tracing/places";
import { charts } from "./versions";

/** What applications may know of an ingress controller. */
function ingressFacts(controller: IngressControllerName): IngressFacts {
  const { className, namespace, podLabels } = ingressControllers[controller];
  return { controller, className, namespace, podLabels };
}

/** What a platform with these settings offers, as plain data. */
export function platformFacts(settings: PlatformSettings): PlatformFacts {
  const { certificates, dapr, ingress, logs, monitoring, postgresOperator } = settings;
  return {
    ...(ingress.enabled ? { ingress: ingressFacts("nginx") } : {}),
    ...(certificates.enabled ? { issuers: issuerNames } : {}),
    ...(dapr.enabled ? { dapr: { namespace: charts.dapr.namespace, mtls: dapr.mtls } } : {}),
    ...(monitoring.enabled
      ? {
          monitoring: {
            namespace: charts["kube-prometheus-stack"].namespace,
            prometheusLabels,
            dashboardLabel,
          },
        }
      : {}),
    ...(postgresOperator.enabled
      ? {
          postgres: {
            namespace: charts["cloudnative-pg"].namespace,
            operatorLabels: { "app.kubernetes.io/name": "cloudnative-pg" },
          },
        }
      : {}),
    ...(settings.externalSecrets.enabled
      ? { externalSecrets: { namespace: charts["external-secrets"].namespace } }
      : {}),
    ...(settings.sealedSecrets.enabled ? { sealedSecrets: { namespace: charts["sealed-secrets"].namespace } } : {}),
    ...(settings.vault.enabled ? { vault: vaultFacts } : {}),
    ...(settings.argoCd.enabled ? { argoCd: { namespace: charts["argo-cd"].namespace, account: argoCdAccount } } : {}),
    ...(settings.kyverno.enabled ? { kyverno: { namespace: charts.kyverno.namespace } } : {}),
    ...(settings.tracing.enabled ? { tracing: tracingFacts } : {}),
    ...(settings.dns === undefined
      ? {}
      : {
          dns: {
            zones: settings.dns.zones.map(({ domain }) => domain),
            records: settings.dns.records,
            challenges: certificates.enabled && certificates.challenge === "dns01",
          },
        }),
    logs: logs.enabled,
    // Where the cluster has no metrics-server, the platform installs one.
    metrics: true,
  };
}
