import * as k8s from "@pulumi/kubernetes";
import type { Output } from "@pulumi/pulumi";
import type { ClusterHandle } from "../cluster/contract";
import { UsageError } from "../errors";
import type { Storage, Workload } from "./contract";
import type { Child, Metadata } from "./workload-args";

/** What volumes depend on of a cluster. */
export type StorageClasses = Pick<
  ClusterHandle,
  "storageClass" | "fastStorageClass" | "sharedStorageClass" | "nodePools"
>;

/** Name of the claim of a workload's volume; of a StatefulSet's first pod. */
export function claimName(name: string, workload: Workload | undefined): string {
  return workload?.kind === "stateful" ? `data-${name}-0` : name;
}

/** The class of a volume that one node mounts at a time. */
export function storageClassOf(storage: Pick<Storage, "class">, cluster: StorageClasses): string {
  return storage.class === "fast" ? (cluster.fastStorageClass ?? cluster.storageClass) : cluster.storageClass;
}

/** The most pods of a workload that mount its claim at once; each of a StatefulSet's has a claim of its own. */
function mostPods(workload: Workload): number {
  if (workload.kind !== "deployment") return 1;
  return typeof workload.scale === "number" ? workload.scale : workload.scale.max;
}

/** Whether more than one pod may have to mount the volume. */
export function isMountedByMany(workload: Workload): boolean {
  return mostPods(workload) > 1;
}

/** Whether all pods are on one node, because there is no other. */
function hasOneNode({ nodePools }: StorageClasses): boolean {
  return nodePools.length > 0 && nodePools.reduce((sum, { max }) => sum + max, 0) === 1;
}

/**
 * How a workload's volume is asked for.
 *
 * @throws UsageError where pods of several nodes would have to mount it, and the cluster has no class for that.
 */
export function claimSpec(
  name: string,
  workload: Workload,
  storage: Storage,
  cluster: StorageClasses,
): k8s.types.input.core.v1.PersistentVolumeClaimSpec {
  const resources = { requests: { storage: storage.size } };
  if (!isMountedByMany(workload) || hasOneNode(cluster)) {
    return { accessModes: ["ReadWriteOnce"], storageClassName: storageClassOf(storage, cluster), resources };
  }
  if (cluster.sharedStorageClass === undefined) {
    throw new UsageError(
      `Workload ${name} has one volume for up to ${String(mostPods(workload))} pods, and this cluster has no class of volumes that ` +
        "many nodes can mount: set cluster.sharedStorageClass (of kind kubeconfig, such as nfs-client), scale it to 1, or keep its data in a store.",
    );
  }
  return { accessModes: ["ReadWriteMany"], storageClassName: cluster.sharedStorageClass, resources };
}

/**
 * The claim of a Deployment's or CronJob's volume, under the workload's own name; undefined where it has none. What a
 * StatefulSet has is made by itself.
 */
export function createClaim(
  name: string,
  workload: Workload,
  cluster: StorageClasses,
  metadata: Metadata,
  opts: { readonly child: Child; readonly protectData: boolean },
): Output<string> | undefined {
  if (workload.kind === "stateful" || workload.storage === undefined) return undefined;
  return new k8s.core.v1.PersistentVolumeClaim(
    name,
    {
      // A claim whose class waits for a pod is bound only after this program has made that pod.
      metadata: { ...metadata, name, annotations: { "pulumi.com/skipAwait": "true" } },
      spec: claimSpec(name, workload, workload.storage, cluster),
    },
    { ...opts.child, protect: opts.protectData },
  ).metadata.name;
}
