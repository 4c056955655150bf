import * as k8s from "@pulumi/kubernetes";
import type { Input, Resource } from "@pulumi/pulumi";

/** How the program reaches a cluster. */
export interface ProviderArgs {
  /** What tells this cluster from any other: only when it changes are provider and objects replaced. */
  readonly identifier: Input<string>;
  /** Content of a kubeconfig. @default kubectl's own choice */
  readonly kubeconfig?: Input<string>;
  /** Context in the kubeconfig. @default its current one */
  readonly context?: Input<string>;
}

/**
 * The explicit provider of a cluster. Without `clusterIdentifier` a new token or address in the kubeconfig would look
 * like another cluster, and replace everything on it. ConfigMaps and Secrets are changed in place: with fixed names a
 * replacement would delete the old one first, under running pods.
 */
export function clusterProvider(
  name: string,
  { identifier, kubeconfig, context }: ProviderArgs,
  opts: { readonly parent: Resource; readonly dependsOn?: readonly Resource[] },
): k8s.Provider {
  return new k8s.Provider(
    name,
    {
      clusterIdentifier: identifier,
      enableServerSideApply: true,
      ...(kubeconfig !== undefined && { kubeconfig }),
      ...(context !== undefined && { context }),
    },
    { parent: opts.parent, ...(opts.dependsOn !== undefined && { dependsOn: [...opts.dependsOn] }) },
  );
}
