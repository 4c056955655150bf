import { ComponentResource, type ComponentResourceOptions, type Output, output } from "@pulumi/pulumi";
import type { ClusterHandle } from "./contract";
import { clusterProvider } from "./provider";
import type { OwnerStack } from "./shared-cluster";

/** Arguments of {@link BorrowedCluster}. */
export interface BorrowedClusterArgs {
  readonly owner: OwnerStack;
  /** The owner's kubeconfig; secret. */
  readonly kubeconfig: Output<string>;
}

/** The cluster of another stack, which owns it and its platform. */
export class BorrowedCluster extends ComponentResource {
  readonly handle: ClusterHandle;

  constructor(name: string, { owner, kubeconfig }: BorrowedClusterArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:cluster:Stack", name, {}, opts);
    this.handle = {
      kind: "stack",
      name: output(owner.name),
      identifier: output(owner.identifier),
      provider: clusterProvider(name, { kubeconfig, identifier: owner.identifier }, { parent: this }),
      kubeconfig,
      storageClass: owner.storageClass,
      ...(owner.fastStorageClass === undefined ? {} : { fastStorageClass: owner.fastStorageClass }),
      ...(owner.sharedStorageClass === undefined ? {} : { sharedStorageClass: owner.sharedStorageClass }),
      storageClasses: owner.storageClasses,
      capabilities: owner.capabilities,
      nodePools: owner.nodePools,
      ...(owner.network === undefined ? {} : { network: owner.network }),
      podsNeed: [],
      accessNeeds: [],
    };
    this.registerOutputs({ name: this.handle.name });
  }
}
