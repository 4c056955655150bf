import type * as k8s from "@pulumi/kubernetes";
import { ComponentResource, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import type { Environment } from "../../environment";
import { chartRelease } from "../chart-release";
import { type ChartValues, mergeValues } from "../chart-values";
import { footprints } from "../footprint";
import { platformNamespace } from "../namespace";
import { charts } from "../versions";
import type { AddOnContext } from "./context";

/** Arguments of {@link CloudNativePg}. */
export interface CloudNativePgArgs extends AddOnContext {
  /** The definition of PodMonitors, where one is to be made. @default no PodMonitor */
  readonly monitoringTypes?: Resource;
}

/** What doesn't depend on the stack. */
const cloudNativePgDefaults: ChartValues = {
  crds: { create: true },
  config: { clusterWide: true },
  resources: footprints.postgresOperator,
};

/** Values of the chart for a stack. No failover happens while no operator runs: where that counts, there are two. */
function cloudNativePgValues(args: { readonly environment: Environment; readonly podMonitor: boolean }): ChartValues {
  return mergeValues(cloudNativePgDefaults, {
    replicaCount: args.environment === "dev" ? 1 : 2,
    monitoring: { podMonitorEnabled: args.podMonitor },
  });
}

/**
 * CloudNativePG, the operator that runs PostgreSQL in the cluster: instances, failover, upgrades.
 *
 * @example
 * const { release } = new CloudNativePg("cloudnative-pg", { cluster, environment, mirrors });
 */
export class CloudNativePg extends ComponentResource {
  readonly release: k8s.helm.v3.Release;

  constructor(name: string, args: CloudNativePgArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:platform:CloudNativePg", name, {}, opts);
    const { cluster, environment, mirrors, monitoringTypes } = args;
    const namespace = platformNamespace({ chart: charts["cloudnative-pg"], environment, cluster, parent: this });
    this.release = chartRelease({
      addOn: "cloudnative-pg",
      cluster,
      mirrors,
      namespace: namespace.metadata.name,
      values: cloudNativePgValues({ environment, podMonitor: monitoringTypes !== undefined }),
      after: monitoringTypes === undefined ? [] : [monitoringTypes],
      parent: this,
    });
    this.registerOutputs({});
  }
}
