import type * as k8s from "@pulumi/kubernetes";
import { ComponentResource, type ComponentResourceOptions, type Output, output, type Resource } from "@pulumi/pulumi";
import { Alloy } from "./add-ons/alloy";
import { CertManager } from "./add-ons/cert-manager";
import { CloudNativePg } from "./add-ons/cloudnative-pg";
import { ClusterAutoscaler } from "./add-ons/cluster-autoscaler";
import { Dapr } from "./add-ons/dapr";
import { IngressNginx } from "./add-ons/ingress-nginx";
import { KubePrometheusStack, type KubePrometheusStackArgs } from "./add-ons/kube-prometheus-stack";
import { Loki, lokiAddress } from "./add-ons/loki";
import { MetricsServer } from "./add-ons/metrics-server";
import { PrometheusOperatorCrds } from "./add-ons/prometheus-operator-crds";
import { tempoAddress } from "./add-ons/tempo";
import type { LoadBalancer, PlatformArgs, PlatformFacts, PlatformGates, PlatformHandle } from "./contract";
import { installDeliveryAddOns } from "./delivery-add-ons";
import { dnsChallenges, installExternalDns, publishedAddress } from "./dns/dns-add-ons";
import { platformFacts } from "./facts";
import { ingressControllers } from "./ingress-controller";
import { issuerNames } from "./issuers";
import { keptObjects, platformNotices } from "./notices";
import { installSecretAddOns } from "./secret-add-ons";
import { selectAddOns } from "./selection";
import { installTracing } from "./tracing/tracing-add-ons";

/**
 * Everything between the cluster and applications: ingress, certificates, Dapr, monitoring, logs.
 *
 * Add-ons are installed side by side; one waits for another only for the definitions of objects that it makes.
 *
 * @example
 * const platform = new Platform("platform", { cluster, settings });
 * @throws UsageError when the settings leave out what a chosen add-on requires.
 */
export class Platform extends ComponentResource implements PlatformHandle {
  readonly facts: PlatformFacts;
  readonly gates: PlatformGates;
  readonly loadBalancer: Output<LoadBalancer | undefined>;
  readonly grafana?: { readonly url: Output<string>; readonly adminPassword: Output<string> };
  readonly notices: readonly string[];
  readonly kept: readonly string[];

  constructor(name: string, args: PlatformArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:platform:Platform", name, {}, opts);
    const { cluster, settings, slackWebhook } = args;
    const addOns = selectAddOns(settings, cluster);
    const context = { cluster, environment: settings.environment, mirrors: settings.mirrors };
    const child = { parent: this };
    const chosen = new Set(addOns);

    const definitions = chosen.has("prometheus-operator-crds")
      ? new PrometheusOperatorCrds("prometheus-operator-crds", context, child).release
      : undefined;
    const monitored = { ...context, ...(definitions === undefined ? {} : { monitoringTypes: definitions }) };
    const ingress = chosen.has("ingress-nginx")
      ? new IngressNginx("ingress-nginx", { ...monitored, ...settings.ingress, ...publishedAddress(args) }, child)
      : undefined;
    if (chosen.has("cert-manager")) {
      const issuers = { email: settings.certificates.email, ingressClass: ingressControllers.nginx.className };
      new CertManager("cert-manager", { ...monitored, issuers, ...dnsChallenges(args) }, child);
    }
    installExternalDns(args, monitored, this);
    const dapr = chosen.has("dapr")
      ? new Dapr("dapr", { ...monitored, ha: settings.dapr.ha, mtls: settings.dapr.mtls }, child)
      : undefined;
    if (chosen.has("loki")) {
      const { retention, storage } = settings.logs;
      new Loki("loki", { ...monitored, storage, retention }, child);
    }
    if (chosen.has("alloy")) {
      new Alloy("alloy", { ...monitored, lokiAddress }, child);
    }
    installTracing(settings.tracing, monitored, this);
    if (chosen.has("metrics-server")) {
      new MetricsServer("metrics-server", monitored, child);
    }
    if (chosen.has("cluster-autoscaler") && cluster.aws !== undefined) {
      new ClusterAutoscaler("cluster-autoscaler", { ...context, aws: cluster.aws }, child);
    }
    if (chosen.has("kube-prometheus-stack") && definitions !== undefined) {
      const stack = new KubePrometheusStack(
        "kube-prometheus-stack",
        { ...monitoringArgs(args, ingress?.release), ...context, monitoringTypes: definitions },
        child,
      );
      this.grafana = { url: stack.grafanaUrl, adminPassword: stack.grafanaPassword };
    }

    const postgresOperator = chosen.has("cloudnative-pg")
      ? new CloudNativePg("cloudnative-pg", monitored, child)
      : undefined;
    const secretAddOns = installSecretAddOns({ ...args, chosen, context: monitored, parent: this });
    const deliveryAddOns = installDeliveryAddOns({ chosen, context: monitored, parent: this });

    this.facts = platformFacts(settings);
    this.gates = {
      dapr: gate(dapr?.release),
      postgres: gate(postgresOperator?.release),
      ...secretAddOns,
      ...deliveryAddOns,
      monitoringTypes: gate(definitions),
      ingress: gate(ingress?.release),
    };
    this.loadBalancer = ingress?.loadBalancer ?? output(undefined);
    this.notices = platformNotices({ settings, cluster, addOns, slackWebhook: slackWebhook !== undefined });
    this.kept = keptObjects(settings, addOns);
    this.registerOutputs({ loadBalancer: this.loadBalancer });
  }
}

function gate(release: Resource | undefined): readonly Resource[] {
  return release === undefined ? [] : [release];
}

/** What monitoring is told, from the settings of its neighbours. */
function monitoringArgs(
  { settings, slackWebhook }: PlatformArgs,
  ingress: k8s.helm.v3.Release | undefined,
): Pick<KubePrometheusStackArgs, "settings" | "slack" | "lokiAddress" | "tempoAddress" | "route"> {
  const { certificates, logs, monitoring, tracing } = settings;
  const { grafanaHost, slackChannel } = monitoring;
  return {
    settings: monitoring,
    ...(slackChannel === undefined || slackWebhook === undefined
      ? {}
      : { slack: { channel: slackChannel, webhook: slackWebhook } }),
    ...(logs.enabled ? { lokiAddress } : {}),
    ...(tracing.enabled ? { tempoAddress } : {}),
    ...(grafanaHost === undefined
      ? {}
      : {
          route: {
            host: grafanaHost,
            controller: "nginx",
            ...(certificates.enabled ? { issuer: issuerNames[certificates.issuer] } : {}),
            after: gate(ingress),
          },
        }),
  };
}
