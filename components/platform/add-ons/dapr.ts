import * as k8s from "@pulumi/kubernetes";
import { ComponentResource, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import { chartRelease } from "../chart-release";
import { type ChartValues, mergeValues } from "../chart-values";
import { footprints } from "../footprint";
import { platformNamespace } from "../namespace";
import { charts } from "../versions";
import type { AddOnContext } from "./context";

/** Arguments of {@link Dapr}. */
export interface DaprArgs extends AddOnContext {
  /** Three of each, jobs on volumes; otherwise one of each, jobs in memory. */
  readonly ha: boolean;
  /** Encrypted and authenticated traffic between sidecars. */
  readonly mtls: boolean;
  /** The definition of PodMonitors, where one is to be made. @default no PodMonitor */
  readonly monitoringTypes?: Resource;
}

/** What doesn't depend on the stack. */
const daprDefaults: ChartValues = {
  global: {
    logAsJson: true,
    seccompProfile: "RuntimeDefault",
    prometheus: { enabled: true, port: 9090 },
  },
  dapr_operator: {
    resources: footprints.daprOperator,
    // Pods that started while the injector was away have no sidecar; every five minutes they are restarted.
    watchInterval: "5m",
  },
  dapr_sentry: { resources: footprints.daprSentry },
  dapr_placement: {
    resources: footprints.daprPlacement,
    // Its table of actors is rebuilt from the sidecars; three volumes would keep what nobody needs.
    cluster: { forceInMemoryLog: true },
  },
  dapr_scheduler: { resources: footprints.daprScheduler },
  dapr_sidecar_injector: {
    resources: footprints.daprInjector,
    // With the pod's own seccomp profile, injected sidecars then pass Pod Security "restricted".
    sidecarRunAsNonRoot: true,
    sidecarReadOnlyRootFilesystem: true,
    sidecarDropALLCapabilities: true,
  },
  // The operator resolves secrets of components; nobody else needs to read those of the default namespace.
  dapr_rbac: { secretReader: { enabled: false } },
};

/**
 * Volume of each of the three schedulers with high availability. They keep jobs and reminders: megabytes, for years.
 * The chart's 16Gi can't be shrunk later, while a cloud's volume can be grown.
 */
export const schedulerStorage = "4Gi";

/** Values of the chart for a stack. */
function daprValues(args: {
  readonly ha: boolean;
  readonly mtls: boolean;
  readonly storageClass: string;
}): ChartValues {
  return mergeValues(daprDefaults, {
    global: { ha: { enabled: args.ha }, mtls: { enabled: args.mtls } },
    dapr_scheduler: {
      cluster: args.ha
        ? { inMemoryStorage: false, storageClassName: args.storageClass, storageSize: schedulerStorage }
        : { inMemoryStorage: true },
    },
  });
}

/** The spec of the PodMonitors for Dapr's own pods and for the sidecars in every namespace. */
const daprPodMonitors = {
  "dapr-control-plane": {
    selector: { matchLabels: { "app.kubernetes.io/part-of": "dapr" } },
    podMetricsEndpoints: [{ port: "metrics", path: "/", interval: "30s" }],
  },
  "dapr-sidecars": {
    namespaceSelector: { any: true },
    selector: { matchLabels: { "dapr.io/metrics-enabled": "true" } },
    podMetricsEndpoints: [{ port: "dapr-metrics", path: "/", interval: "30s" }],
  },
} as const;

/**
 * Dapr: sidecars for state, publish/subscribe and calls between services.
 *
 * @example
 * const dapr = new Dapr("dapr", { cluster, environment, mirrors, ha: true, mtls: true });
 */
export class Dapr extends ComponentResource {
  readonly release: k8s.helm.v3.Release;

  constructor(name: string, args: DaprArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:platform:Dapr", name, {}, opts);
    const { cluster, environment, ha, mirrors, monitoringTypes, mtls } = args;
    const namespace = platformNamespace({ chart: charts.dapr, environment, cluster, parent: this }).metadata.name;
    this.release = chartRelease({
      addOn: "dapr",
      cluster,
      mirrors,
      namespace,
      values: daprValues({ ha, mtls, storageClass: cluster.storageClass }),
      parent: this,
    });
    if (monitoringTypes !== undefined) {
      // The chart has no monitor of its own, only annotations that the Prometheus operator doesn't read.
      for (const [monitor, spec] of Object.entries(daprPodMonitors)) {
        new k8s.apiextensions.CustomResource(
          monitor,
          { apiVersion: "monitoring.coreos.com/v1", kind: "PodMonitor", metadata: { name: monitor, namespace }, spec },
          { parent: this, provider: cluster.provider, dependsOn: [monitoringTypes] },
        );
      }
    }
    this.registerOutputs({});
  }
}
