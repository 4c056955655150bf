import type { ClusterHandle } from "../cluster/contract";
import { grafanaService } from "./add-ons/grafana-access";
import { ingressNodePorts } from "./add-ons/ingress-service";
import type { AddOnName, PlatformSettings } from "./contract";
import { keptRecords } from "./dns/dns-notices";
import { ingressControllers } from "./ingress-controller";
import { keptSecretObjects, secretNotices } from "./secret-notices";
import { tracingNotices } from "./tracing/tracing-notices";
import { charts } from "./versions";

/** What the sentences depend on. */
export interface NoticeFacts {
  readonly settings: PlatformSettings;
  readonly cluster: Pick<ClusterHandle, "kind" | "capabilities">;
  readonly addOns: readonly AddOnName[];
  /** Whether Slack's webhook is known. */
  readonly slackWebhook: boolean;
}

/** What a person should know about this platform, a sentence or two each. */
export function platformNotices({ addOns, cluster, settings, slackWebhook }: NoticeFacts): readonly string[] {
  const { certificates, ingress, monitoring } = settings;
  const { loadBalancer } = cluster.capabilities;
  const notices = [
    ingress.enabled ? ingressControllers.nginx.notice : undefined,
    ingress.enabled && loadBalancer === "none"
      ? `Nothing gives this cluster a load balancer: the ingress controller is reached at ports ${String(ingressNodePorts.http)} (HTTP) and ` +
        `${String(ingressNodePorts.https)} (HTTPS) of its nodes${
          certificates.enabled && certificates.challenge === "http01"
            ? ", and Let's Encrypt, which can't reach it there, issues no certificates"
            : ""
        }.`
      : undefined,
    ingress.enabled && cluster.kind === "doks"
      ? "DigitalOcean's load balancer hides the addresses of clients, so rates of a route (requestsPerMinute, requestsPerSecond) count all clients together."
      : undefined,
    monitoring.enabled && monitoring.slackChannel !== undefined && !slackWebhook
      ? `Alerts are not sent to ${monitoring.slackChannel}: Slack's incoming webhook (the secret SLACK_WEBHOOK_URL) is not set, so they show in Alertmanager only.`
      : undefined,
    monitoring.enabled && monitoring.grafanaHost === undefined
      ? "Grafana has no host of its own (platform.monitoring.grafanaHost); open it with " +
        `kubectl -n ${charts["kube-prometheus-stack"].namespace} port-forward svc/${grafanaService} 3000:80 at http://localhost:3000.`
      : undefined,
    !cluster.capabilities.nodeAutoscaling && !addOns.includes("cluster-autoscaler") && settings.environment === "prod"
      ? "This cluster doesn't add nodes by itself: pods that don't fit wait until somebody adds one."
      : undefined,
    settings.argoCd.enabled
      ? `Argo CD is reached by kubectl -n ${charts["argo-cd"].namespace} port-forward svc/argocd-server 8080:443 at https://localhost:8080, by the user admin; ` +
        `its first password is in the cluster: kubectl -n ${charts["argo-cd"].namespace} get secret argocd-initial-admin-secret -o jsonpath='{.data.password}' ` +
        "| base64 -d; change it, and delete that Secret."
      : undefined,
    ...secretNotices(settings),
    ...tracingNotices(settings),
  ];
  return notices.filter((notice) => notice !== undefined);
}

/** What stays in the cluster after destroy on purpose, each with the command that removes it. */
export function keptObjects(settings: PlatformSettings, addOns: readonly AddOnName[]): readonly string[] {
  return [
    ...(addOns.includes("cloudnative-pg")
      ? [
          "The custom resource definitions of cnpg.io, so that removing the operator removes no database: " +
            "kubectl get crd -o name | grep 'postgresql.cnpg.io$' | xargs kubectl delete",
        ]
      : []),
    ...(addOns.includes("dapr")
      ? [
          "The custom resource definitions of dapr.io, which Helm installs and never removes: " +
            "kubectl get crd -o name | grep 'dapr.io$' | xargs kubectl delete",
        ]
      : []),
    ...(addOns.includes("cert-manager") && settings.environment === "prod"
      ? [
          "The custom resource definitions of cert-manager.io with every certificate, so that removing the add-on removes no " +
            "certificate: kubectl get crd -o name | grep 'cert-manager.io$' | xargs kubectl delete",
        ]
      : []),
    ...keptRecords(settings),
    ...keptSecretObjects(settings, addOns),
  ];
}
