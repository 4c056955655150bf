import type { V1Node, V1PersistentVolume, V1PersistentVolumeClaim, V1StorageClass } from "@kubernetes/client-node";
import type { StorageClassSpec } from "../../components/cluster/contract";
import type { ClusterClient } from "./api";
import { unlessGone, unlessThere } from "./api";
import type { Repetition } from "./repeat";
import { repeat } from "./repeat";

const provisionerAnnotation = "volume.kubernetes.io/storage-provisioner";
const selectedNode = "volume.kubernetes.io/selected-node";
const provisionedBy = "pv.kubernetes.io/provisioned-by";
const zoneLabel = "topology.kubernetes.io/zone";

/** The StorageClass as the cloud has it. */
export function storageClassOf(spec: StorageClassSpec): V1StorageClass {
  const annotations = { "storageclass.kubernetes.io/is-default-class": "true" };
  return {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: spec.name, ...(spec.isDefault ? { annotations } : {}) },
    provisioner: spec.provisioner,
    reclaimPolicy: "Delete",
    volumeBindingMode: spec.bindingMode,
    allowVolumeExpansion: true,
  };
}

/**
 * The volume that a claim waits for; undefined where it waits for something else first: for the controller to ask
 * the provisioner, or for the scheduler to choose a node.
 */
export function volumeFor(
  claim: V1PersistentVolumeClaim,
  classes: readonly V1StorageClass[],
  nodes: readonly V1Node[],
): V1PersistentVolume | undefined {
  const { name = "", namespace = "", uid = "", annotations = {} } = claim.metadata ?? {};
  const storageClass = classes.find((one) => one.metadata?.name === claim.spec?.storageClassName);
  const provisioner = annotations[provisionerAnnotation];
  if (claim.status?.phase !== "Pending" || storageClass === undefined || provisioner !== storageClass.provisioner) {
    return undefined;
  }
  const node = nodes.find((one) => one.metadata?.name === annotations[selectedNode]);
  if (storageClass.volumeBindingMode === "WaitForFirstConsumer" && node === undefined) return undefined;
  const zone = (node ?? nodes[0])?.metadata?.labels?.[zoneLabel];
  const volumeName = `pvc-${uid}`;
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: volumeName, annotations: { [provisionedBy]: provisioner } },
    spec: {
      accessModes: claim.spec?.accessModes ?? [],
      capacity: { storage: claim.spec?.resources?.requests?.["storage"] ?? "1Gi" },
      claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", name, namespace, uid },
      // Nothing is ever mounted: the path doesn't exist.
      hostPath: { path: `/nonexistent/rehearsal/${volumeName}` },
      ...(zone === undefined
        ? {}
        : {
            nodeAffinity: {
              required: {
                nodeSelectorTerms: [{ matchExpressions: [{ key: zoneLabel, operator: "In", values: [zone] }] }],
              },
            },
          }),
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? "Delete",
      storageClassName: storageClass.metadata?.name ?? "",
      ...(claim.spec?.volumeMode === undefined ? {} : { volumeMode: claim.spec.volumeMode }),
    },
  };
}

/** Whether a volume of ours is to be deleted: its claim is gone and its policy says so. */
export function isGarbage(volume: V1PersistentVolume, provisioners: ReadonlySet<string>): boolean {
  return (
    volume.status?.phase === "Released" &&
    volume.spec?.persistentVolumeReclaimPolicy === "Delete" &&
    provisioners.has(volume.metadata?.annotations?.[provisionedBy] ?? "")
  );
}

/** Creates the storage classes that the cloud comes with. */
export async function createStorageClasses(client: ClusterClient, specs: readonly StorageClassSpec[]): Promise<void> {
  await Promise.all(
    specs.map(async (spec) => unlessThere(client.storage.createStorageClass({ body: storageClassOf(spec) }))),
  );
}

/**
 * Does what a cloud's CSI provisioner does: gives claims of the cloud's storage classes a volume, in the zone of the
 * node that the scheduler chose, and deletes it when the claim is gone. A claim of any other class stays Pending.
 */
export function startProvisioner(client: ClusterClient): Repetition {
  return repeat(300, async () => {
    const [claims, volumes] = await Promise.all([
      client.core.listPersistentVolumeClaimForAllNamespaces(),
      client.core.listPersistentVolume(),
    ]);
    const pending = claims.items.filter((claim) => claim.status?.phase === "Pending");
    const released = volumes.items.filter((volume) => volume.status?.phase === "Released");
    if (pending.length === 0 && released.length === 0) return;
    const [classes, nodes] = await Promise.all([client.storage.listStorageClass(), client.core.listNode()]);
    const provisioners = new Set(classes.items.map((one) => one.provisioner));
    await Promise.all([
      ...pending.map(async (claim) => {
        const volume = volumeFor(claim, classes.items, nodes.items);
        if (volume !== undefined) await unlessThere(client.core.createPersistentVolume({ body: volume }));
      }),
      ...released
        .filter((volume) => isGarbage(volume, provisioners))
        .map(async (volume) => unlessGone(client.core.deletePersistentVolume({ name: volume.metadata?.name ?? "" }))),
    ]);
  });
}
