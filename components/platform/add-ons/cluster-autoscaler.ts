import type * as k8s from "@pulumi/kubernetes";
import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import type { AwsFacts } from "../../cluster/contract";
import { chartRelease } from "../chart-release";
import { type ChartValues, mergeValues } from "../chart-values";
import { footprints } from "../footprint";
import { charts } from "../versions";
import type { AddOnContext } from "./context";

/** Arguments of {@link ClusterAutoscaler}. */
export interface ClusterAutoscalerArgs extends AddOnContext {
  readonly aws: AwsFacts;
}

/** The service account whose AWS role the cluster's own layer binds. */
const clusterAutoscalerAccount = {
  namespace: charts["cluster-autoscaler"].namespace,
  name: "cluster-autoscaler",
} as const;

/** What doesn't depend on the stack. */
const clusterAutoscalerDefaults: ChartValues = {
  cloudProvider: "aws",
  fullnameOverride: clusterAutoscalerAccount.name,
  rbac: { serviceAccount: { name: clusterAutoscalerAccount.name } },
  resources: footprints.clusterAutoscaler,
  extraArgs: {
    // Zones stay in balance, and pods with only scratch volumes don't hold a node back.
    "balance-similar-node-groups": true,
    "skip-nodes-with-local-storage": false,
    "skip-nodes-with-system-pods": false,
    expander: "least-waste",
  },
  securityContext: {
    runAsNonRoot: true,
    runAsUser: 65534,
    runAsGroup: 65534,
    seccompProfile: { type: "RuntimeDefault" },
  },
  containerSecurityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  },
};

/** Values of the chart for a stack. */
function clusterAutoscalerValues(aws: AwsFacts): ChartValues {
  return mergeValues(clusterAutoscalerDefaults, {
    awsRegion: aws.region,
    autoDiscovery: { clusterName: aws.clusterName },
  });
}

/**
 * The cluster autoscaler, for clouds that don't grow their node pools by themselves: AWS.
 *
 * @example
 * new ClusterAutoscaler("cluster-autoscaler", { cluster, environment, mirrors, aws });
 */
export class ClusterAutoscaler extends ComponentResource {
  readonly release: k8s.helm.v3.Release;

  constructor(name: string, args: ClusterAutoscalerArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:platform:ClusterAutoscaler", name, {}, opts);
    this.release = chartRelease({
      addOn: "cluster-autoscaler",
      cluster: args.cluster,
      mirrors: args.mirrors,
      namespace: clusterAutoscalerAccount.namespace,
      values: clusterAutoscalerValues(args.aws),
      parent: this,
    });
    this.registerOutputs({});
  }
}
