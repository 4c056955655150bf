import type * as k8s from "@pulumi/kubernetes";
import { ComponentResource, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import type { ClusterKind } from "../../cluster/contract";
import { chartRelease } from "../chart-release";
import { type ChartValues, mergeValues } from "../chart-values";
import { footprints } from "../footprint";
import { platformNamespace } from "../namespace";
import { charts } from "../versions";
import type { AddOnContext } from "./context";

/** Arguments of {@link MetricsServer}. */
export interface MetricsServerArgs extends AddOnContext {
  /** The definition of ServiceMonitors, where they are to be made. @default no ServiceMonitor */
  readonly monitoringTypes?: Resource;
}

/** What doesn't depend on the stack. */
const metricsServerDefaults: ChartValues = {
  resources: footprints.metricsServer,
  metrics: { enabled: true },
};

/** Values of the chart for a stack. Only minikube's kubelets have certificates that nobody signed. */
function metricsServerValues(args: { readonly kind: ClusterKind; readonly serviceMonitor: boolean }): ChartValues {
  return mergeValues(metricsServerDefaults, {
    args: args.kind === "minikube" ? ["--kubelet-insecure-tls"] : [],
    serviceMonitor: { enabled: args.serviceMonitor },
  });
}

/**
 * metrics-server, for autoscalers and `kubectl top`, on clusters that come without.
 *
 * @example
 * new MetricsServer("metrics-server", { cluster, environment, mirrors });
 */
export class MetricsServer extends ComponentResource {
  readonly release: k8s.helm.v3.Release;

  constructor(name: string, args: MetricsServerArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:platform:MetricsServer", name, {}, opts);
    const { cluster, environment, mirrors, monitoringTypes } = args;
    const namespace = platformNamespace({ chart: charts["metrics-server"], environment, cluster, parent: this });
    this.release = chartRelease({
      addOn: "metrics-server",
      cluster,
      mirrors,
      namespace: namespace.metadata.name,
      values: metricsServerValues({ kind: cluster.kind, serviceMonitor: monitoringTypes !== undefined }),
      after: monitoringTypes === undefined ? [] : [monitoringTypes],
      parent: this,
    });
    this.registerOutputs({});
  }
}
