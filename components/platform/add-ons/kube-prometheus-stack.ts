import * as k8s from "@pulumi/kubernetes";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  output,
  type Resource,
} from "@pulumi/pulumi";
import { chartRelease } from "../chart-release";
import type { PlatformSettings } from "../contract";
import { platformNamespace } from "../namespace";
import { charts } from "../versions";
import { slackSecret } from "./alertmanager-config";
import type { AddOnContext } from "./context";
import { createGrafanaAdmin, createGrafanaRoute, type GrafanaRoute, grafanaService } from "./grafana-access";
import { kubePrometheusValues } from "./kube-prometheus-values";

/** Slack as the place where alerts go. */
export interface SlackArgs {
  /** e.g. `#alerts-production` */
  readonly channel: string;
  /** Address of the incoming webhook; secret. */
  readonly webhook: Input<string>;
}

/** Arguments of {@link KubePrometheusStack}. */
export interface KubePrometheusStackArgs extends AddOnContext {
  readonly settings: PlatformSettings["monitoring"];
  /** The definitions, which this chart leaves to a release of their own. */
  readonly monitoringTypes: Resource;
  /** @default alerts are shown in Alertmanager only */
  readonly slack?: SlackArgs;
  /** Loki's address, for Grafana. @default no logs in Grafana */
  readonly lokiAddress?: string;
  /** Tempo's address, for Grafana. @default no traces in Grafana */
  readonly tempoAddress?: string;
  /** How Grafana is published. @default by `kubectl port-forward` only */
  readonly route?: GrafanaRoute;
}

/** Where monitoring lives. */
const monitoringNamespace = charts["kube-prometheus-stack"].namespace;

/**
 * Prometheus, Alertmanager, Grafana and the exporters of cluster and nodes.
 *
 * @example
 * new KubePrometheusStack("kube-prometheus-stack", { cluster, environment, mirrors, settings, monitoringTypes });
 */
export class KubePrometheusStack extends ComponentResource {
  readonly release: k8s.helm.v3.Release;
  /** Where Grafana is reached; inside the cluster only, unless it is published. */
  readonly grafanaUrl: Output<string>;
  readonly grafanaPassword: Output<string>;

  constructor(name: string, args: KubePrometheusStackArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:platform:KubePrometheusStack", name, {}, opts);
    const { cluster, environment, lokiAddress, mirrors, monitoringTypes, route, settings, slack, tempoAddress } = args;
    const { provider, storageClass } = cluster;
    const namespace = platformNamespace({ chart: charts["kube-prometheus-stack"], environment, cluster, parent: this })
      .metadata.name;
    const place = { namespace, provider, parent: this };
    const admin = createGrafanaAdmin(place);
    const slackWebhook =
      slack === undefined
        ? []
        : [
            new k8s.core.v1.Secret(
              slackSecret.name,
              { metadata: { name: slackSecret.name, namespace }, stringData: { [slackSecret.key]: slack.webhook } },
              { parent: this, provider },
            ),
          ];
    this.release = chartRelease({
      addOn: "kube-prometheus-stack",
      cluster,
      mirrors,
      namespace,
      values: kubePrometheusValues({
        kind: cluster.kind,
        storageClass,
        retention: settings.retention,
        storage: settings.storage,
        alertmanagerStorage: settings.alertmanagerStorage,
        ...(slack === undefined ? {} : { slackChannel: slack.channel }),
        ...(route === undefined
          ? {}
          : { grafanaUrl: `${route.issuer === undefined ? "http" : "https"}://${route.host}` }),
        ...(lokiAddress === undefined ? {} : { lokiAddress }),
        ...(tempoAddress === undefined ? {} : { tempoAddress }),
      }),
      // Grafana doesn't start without its administrator, nor Alertmanager without the webhook.
      after: [monitoringTypes, admin.secret, ...slackWebhook],
      parent: this,
    });
    this.grafanaPassword = admin.password;
    this.grafanaUrl =
      route === undefined
        ? output(`http://${grafanaService}.${monitoringNamespace}.svc.cluster.local`)
        : createGrafanaRoute({ ...route, after: [...route.after, this.release] }, place);
    this.registerOutputs({ grafanaUrl: this.grafanaUrl });
  }
}
