import * as k8s from "@pulumi/kubernetes";
import type { Resource } from "@pulumi/pulumi";
import type { ClusterHandle } from "../cluster/contract";
import type { Environment } from "../environment";
import type { ChartFacts, PodSecurityLevel } from "./chart-facts";

/** Labels by which the API server holds a namespace's pods to a level of the Pod Security Standards. */
function podSecurityLabels(level: PodSecurityLevel): Readonly<Record<string, string>> {
  return {
    "pod-security.kubernetes.io/enforce": level,
    "pod-security.kubernetes.io/enforce-version": "latest",
    "pod-security.kubernetes.io/warn": level,
    "pod-security.kubernetes.io/warn-version": "latest",
  };
}

/** Arguments of {@link platformNamespace}. */
export interface PlatformNamespaceArgs {
  readonly chart: Pick<ChartFacts, "namespace" | "volumes"> & { readonly podSecurity: PodSecurityLevel };
  readonly environment: Environment;
  readonly cluster: Pick<ClusterHandle, "provider" | "accessNeeds">;
  readonly parent: Resource;
}

/**
 * A namespace of the platform, as a resource of the program: what Helm creates by itself it never removes, and a
 * chart's volumes would go on costing money. In production a namespace with volumes is protected instead.
 */
export function platformNamespace(args: PlatformNamespaceArgs): k8s.core.v1.Namespace {
  const { chart, cluster, environment, parent } = args;
  return new k8s.core.v1.Namespace(
    chart.namespace,
    {
      metadata: {
        name: chart.namespace,
        labels: { ...podSecurityLabels(chart.podSecurity), "app.kubernetes.io/managed-by": "rootstock" },
      },
    },
    {
      parent,
      provider: cluster.provider,
      dependsOn: [...cluster.accessNeeds],
      protect: environment === "prod" && chart.volumes,
    },
  );
}
