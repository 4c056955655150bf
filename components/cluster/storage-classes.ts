import type { StorageClassSpec } from "./contract";

/** The storage classes that a kind of cluster has, and which of them holds data. */
export interface Storage {
  /** The class for volumes holding data. */
  readonly data: string;
  /** The class where latency counts. @default the same */
  readonly fast?: string;
  readonly classes: readonly StorageClassSpec[];
}

const doksProvisioner = "dobs.csi.digitalocean.com";
const eksProvisioner = "ebs.csi.aws.com";
const gkeProvisioner = "pd.csi.storage.gke.io";

/** A class of a kind's CSI driver, bound when its pod is placed. */
const late = (name: string, provisioner: string, isDefault = false): StorageClassSpec => ({
  name,
  provisioner,
  isDefault,
  bindingMode: "WaitForFirstConsumer",
});

const early = (name: string, isDefault = false): StorageClassSpec => ({
  name,
  provisioner: doksProvisioner,
  isDefault,
  bindingMode: "Immediate",
});

/**
 * DOKS brings its classes, among them one that keeps volumes when their claims are deleted.
 *
 * @see https://docs.digitalocean.com/products/kubernetes/how-to/add-volumes/
 * @param retain choose the class that keeps volumes
 */
export function doksStorage(retain: boolean): Storage {
  return {
    data: retain ? "do-block-storage-retain" : "do-block-storage",
    classes: [
      early("do-block-storage", true),
      early("do-block-storage-retain"),
      early("do-block-storage-xfs"),
      early("do-block-storage-xfs-retain"),
    ],
  };
}

/** EKS brings no default class from 1.30 on; the program makes these. */
export function eksStorage(retain: boolean): Storage {
  const standard = late("gp3", eksProvisioner, true);
  return retain
    ? { data: "gp3-retain", classes: [standard, late("gp3-retain", eksProvisioner)] }
    : { data: "gp3", classes: [standard] };
}

/**
 * GKE brings `standard-rwo` (balanced disks, the default) and `premium-rwo` (SSD); the program adds one of each that
 * keeps volumes.
 *
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/concepts/persistent-volumes#storageclasses
 */
export function gkeStorage(retain: boolean): Storage {
  const provided = [late("standard-rwo", gkeProvisioner, true), late("premium-rwo", gkeProvisioner)];
  if (!retain) return { data: "standard-rwo", fast: "premium-rwo", classes: provided };
  const kept = ["standard-rwo-retain", "premium-rwo-retain"] as const;
  return { data: kept[0], fast: kept[1], classes: [...provided, ...kept.map((name) => late(name, gkeProvisioner))] };
}

/** minikube's `storage-provisioner` add-on keeps volumes in directories of its node. */
export const minikubeStorage: Storage = {
  data: "standard",
  classes: [{ name: "standard", provisioner: "k8s.io/minikube-hostpath", isDefault: true, bindingMode: "Immediate" }],
};
