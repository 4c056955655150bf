import * as k8s from "@pulumi/kubernetes";
import type { Resource } from "@pulumi/pulumi";
import type { StorageClassSpec } from "./contract";

/** What a class of a CSI driver adds to its facts. */
export interface CsiStorageClassArgs {
  readonly spec: StorageClassSpec;
  /** Parameters of the driver. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Keep the volume when its claim is deleted. */
  readonly retain: boolean;
}

/** Creates a storage class in the cluster; volumes of it can grow. */
export function createStorageClass(
  name: string,
  { spec, parameters, retain }: CsiStorageClassArgs,
  opts: { readonly parent: Resource; readonly provider: k8s.Provider; readonly dependsOn: readonly Resource[] },
): k8s.storage.v1.StorageClass {
  return new k8s.storage.v1.StorageClass(
    `${name}-${spec.name}`,
    {
      metadata: {
        name: spec.name,
        annotations: { "storageclass.kubernetes.io/is-default-class": String(spec.isDefault) },
      },
      provisioner: spec.provisioner,
      volumeBindingMode: spec.bindingMode,
      reclaimPolicy: retain ? "Retain" : "Delete",
      allowVolumeExpansion: true,
      parameters: { ...parameters },
    },
    { parent: opts.parent, provider: opts.provider, dependsOn: [...opts.dependsOn] },
  );
}
