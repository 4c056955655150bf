import type * as k8s from "@pulumi/kubernetes";
import { ComponentResource, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import { chartRelease } from "../chart-release";
import { type ChartValues, mergeValues } from "../chart-values";
import { footprints } from "../footprint";
import { platformNamespace } from "../namespace";
import { charts } from "../versions";
import { alloyPipeline, alloyState } from "./alloy-pipeline";
import type { AddOnContext } from "./context";

/** Arguments of {@link Alloy}. */
export interface AlloyArgs extends AddOnContext {
  /** Where logs go, e.g. `http://loki.loki.svc.cluster.local:3100`. */
  readonly lokiAddress: string;
  /** The definition of ServiceMonitors, where they are to be made. @default no ServiceMonitor */
  readonly monitoringTypes?: Resource;
}

/** What doesn't depend on the stack: one pod on every node, reading its container logs as files. */
const alloyDefaults: ChartValues = {
  alloy: {
    enableReporting: false,
    storagePath: alloyState,
    mounts: { varlog: true, extra: [{ name: "state", mountPath: alloyState }] },
    resources: footprints.alloy,
    // Log files are root's; nothing else that root may do is needed.
    securityContext: {
      runAsUser: 0,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    },
  },
  controller: {
    type: "daemonset",
    tolerations: [{ operator: "Exists" }],
    volumes: { extra: [{ name: "state", hostPath: { path: alloyState, type: "DirectoryOrCreate" } }] },
  },
  configReloader: { resources: footprints.alloyReloader },
  // Its one definition, PodLogs, is another way to choose what to collect.
  crds: { create: false },
};

/** Values of the chart for a stack. */
function alloyValues(args: { readonly lokiAddress: string; readonly serviceMonitor: boolean }): ChartValues {
  return mergeValues(alloyDefaults, {
    alloy: { configMap: { content: alloyPipeline(args.lokiAddress) } },
    serviceMonitor: { enabled: args.serviceMonitor },
  });
}

/**
 * Grafana Alloy: collects the logs of all containers.
 *
 * @example
 * new Alloy("alloy", { cluster, environment, mirrors, lokiAddress });
 */
export class Alloy extends ComponentResource {
  readonly release: k8s.helm.v3.Release;

  constructor(name: string, args: AlloyArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:platform:Alloy", name, {}, opts);
    const { cluster, environment, lokiAddress, mirrors, monitoringTypes } = args;
    const namespace = platformNamespace({ chart: charts.alloy, environment, cluster, parent: this });
    this.release = chartRelease({
      addOn: "alloy",
      cluster,
      mirrors,
      namespace: namespace.metadata.name,
      values: alloyValues({ lokiAddress, serviceMonitor: monitoringTypes !== undefined }),
      after: monitoringTypes === undefined ? [] : [monitoringTypes],
      parent: this,
    });
    this.registerOutputs({});
  }
}
