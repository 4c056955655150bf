import { ComponentResource, type ComponentResourceOptions, type Input, output, secret } from "@pulumi/pulumi";
import type { ClusterHandle, StorageClassSpec } from "./contract";
import { clusterProvider } from "./provider";
import type { KubeconfigSettings } from "./settings";

/** Arguments of {@link ExistingCluster}. */
export interface ExistingClusterArgs {
  readonly settings: KubeconfigSettings;
  /** Content of the kubeconfig; secret. */
  readonly kubeconfig: Input<string>;
}

/**
 * A cluster that exists already: K3s, on-prem, any other. Nothing of it is created or deleted; what it can do is what
 * the stack says of it.
 */
export class ExistingCluster extends ComponentResource {
  readonly handle: ClusterHandle;

  constructor(
    name: string,
    { settings, kubeconfig: content }: ExistingClusterArgs,
    opts: ComponentResourceOptions = {},
  ) {
    super("rootstock:cluster:Kubeconfig", name, {}, opts);
    const kubeconfig = secret(content);
    const context = settings.context === undefined ? {} : { context: settings.context };
    this.handle = {
      kind: "kubeconfig",
      name: output(settings.name),
      identifier: output(settings.name),
      provider: clusterProvider(name, { kubeconfig, identifier: settings.name, ...context }, { parent: this }),
      kubeconfig,
      storageClass: settings.storageClass.name,
      ...(settings.fastStorageClass === undefined ? {} : { fastStorageClass: settings.fastStorageClass.name }),
      ...(settings.sharedStorageClass === undefined ? {} : { sharedStorageClass: settings.sharedStorageClass.name }),
      storageClasses: uniqueClasses([settings.storageClass, settings.fastStorageClass, settings.sharedStorageClass]),
      capabilities: {
        loadBalancer: settings.loadBalancer,
        metricsServer: settings.metricsServer,
        networkPolicy: settings.networkPolicy,
        nodeAutoscaling: false,
      },
      nodePools: settings.nodePools,
      podsNeed: [],
      accessNeeds: [],
    };
    this.registerOutputs({ name: this.handle.name });
  }
}

/** The classes that a stack names, each once. */
function uniqueClasses(classes: readonly (StorageClassSpec | undefined)[]): readonly StorageClassSpec[] {
  const named = classes.filter((one) => one !== undefined);
  return named.filter(({ name }, index) => named.findIndex((other) => other.name === name) === index);
}
