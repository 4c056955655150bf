import type { ClusterKind } from "../../cluster/contract";
import { type ChartValues, mergeValues } from "../chart-values";
import { footprints } from "../footprint";
import { charts } from "../versions";
import { slackAlerts } from "./alertmanager-config";
import { controlPlaneScrapes } from "./control-plane-scrapes";
import { grafanaAdminSecret } from "./grafana-access";
import { dataSources } from "./grafana-data-sources";
import { retentionSize } from "./retention-size";

const { namespace } = charts["kube-prometheus-stack"];

/** The label, and its value, by which Grafana's sidecar finds dashboards in every namespace. */
export const dashboardLabel = { name: "grafana_dashboard", value: "1" } as const;

/** Labels of the pods of Prometheus, by which network policies let it in. */
export const prometheusLabels = { "app.kubernetes.io/name": "prometheus" } as const;

/** Labels of Grafana's pods. */
export const grafanaLabels = { "app.kubernetes.io/name": "grafana" } as const;

/** What of the stack's settings the values depend on. */
export interface KubePrometheusSettings {
  readonly kind: ClusterKind;
  readonly storageClass: string;
  readonly retention: string;
  readonly storage: string;
  readonly alertmanagerStorage: string;
  /** Where alerts go. @default nowhere */
  readonly slackChannel?: string;
  /** Grafana's address, for links in alerts and redirects. @default its own guess */
  readonly grafanaUrl?: string;
  /** Loki's address, where there is one. */
  readonly lokiAddress?: string;
  /** Tempo's address, where there is one. */
  readonly tempoAddress?: string;
}

/** What doesn't depend on the stack. */
const kubePrometheusDefaults: ChartValues = {
  crds: { enabled: false },
  prometheusOperator: {
    resources: footprints.prometheusOperator,
    prometheusConfigReloader: { resources: footprints.configReloader },
    admissionWebhooks: { patch: { resources: footprints.webhookCertificates } },
    // The operator makes this Service itself and leaves it behind: in kube-system it would outlive the release.
    kubeletService: { namespace },
  },
  kubelet: { namespace },
  "kube-state-metrics": { resources: footprints.kubeStateMetrics },
  "prometheus-node-exporter": {
    resources: footprints.nodeExporter,
    // It sees the node, which it needs; it needn't be able to do anything there.
    containerSecurityContext: {
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    },
  },
  prometheus: {
    prometheusSpec: {
      resources: footprints.prometheus,
      // By default only objects with the release's label would be seen; applications have their own.
      serviceMonitorSelectorNilUsesHelmValues: false,
      podMonitorSelectorNilUsesHelmValues: false,
      ruleSelectorNilUsesHelmValues: false,
      probeSelectorNilUsesHelmValues: false,
      scrapeConfigSelectorNilUsesHelmValues: false,
    },
  },
  alertmanager: { alertmanagerSpec: { resources: footprints.alertmanager } },
  grafana: {
    resources: footprints.grafana,
    admin: {
      existingSecret: grafanaAdminSecret.name,
      userKey: grafanaAdminSecret.userKey,
      passwordKey: grafanaAdminSecret.passwordKey,
    },
    sidecar: {
      resources: footprints.grafanaSidecar,
      dashboards: { label: dashboardLabel.name, labelValue: dashboardLabel.value, searchNamespace: "ALL" },
    },
    // Its test pod comes from another registry and tests nothing of ours.
    testFramework: { enabled: false },
    "grafana.ini": { analytics: { reporting_enabled: false, check_for_updates: false } },
  },
};

/** A volume for a pod that the operator creates. */
function volume(storageClassName: string, storage: string): ChartValues {
  return {
    volumeClaimTemplate: {
      spec: { storageClassName, accessModes: ["ReadWriteOnce"], resources: { requests: { storage } } },
    },
  };
}

/** Values of the chart for a stack. */
export function kubePrometheusValues(settings: KubePrometheusSettings): ChartValues {
  const { alertmanagerStorage, grafanaUrl, kind, retention, slackChannel, storage, storageClass } = settings;
  return [
    controlPlaneScrapes(kind),
    {
      prometheus: {
        prometheusSpec: {
          retention,
          retentionSize: retentionSize(storage),
          storageSpec: volume(storageClass, storage),
        },
      },
      alertmanager: { alertmanagerSpec: { storage: volume(storageClass, alertmanagerStorage) } },
    },
    slackChannel === undefined ? {} : { alertmanager: slackAlerts(slackChannel) },
    grafanaUrl === undefined ? {} : { grafana: { "grafana.ini": { server: { root_url: grafanaUrl } } } },
    dataSources(settings),
  ].reduce(mergeValues, kubePrometheusDefaults);
}
