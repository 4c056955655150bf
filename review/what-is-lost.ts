import type { Registration } from "../plan/registration";

type Sentence = (resource: Registration) => string | undefined;

interface StatefulSetSpec {
  readonly volumeClaimTemplates?: readonly unknown[];
  readonly persistentVolumeClaimRetentionPolicy?: { readonly whenDeleted?: string };
}

const always =
  (sentence: string): Sentence =>
  () =>
    sentence;

function statefulSet({ inputs }: Registration): string | undefined {
  const { persistentVolumeClaimRetentionPolicy: policy, volumeClaimTemplates = [] } = (inputs["spec"] ??
    {}) as StatefulSetSpec;
  const pods = "All its pods stop at once";
  if (volumeClaimTemplates.length === 0) return `${pods}.`;
  return policy?.whenDeleted === "Delete"
    ? `${pods}, and its volumes are deleted with their data.`
    : `${pods}; its claims stay, and only a StatefulSet of the same name with the same templates finds them again.`;
}

/** What goes with a resource that is deleted or replaced, by type: data, or what everything else stands on. */
const losses: Readonly<Record<string, Sentence>> = {
  "kubernetes:core/v1:PersistentVolumeClaim": always(
    "The data of its volume is lost, unless the storage class retains volumes.",
  ),
  "kubernetes:core/v1:PersistentVolume": always("The data of the volume can no longer be reached."),
  "kubernetes:core/v1:Namespace": always("Everything in the namespace goes with it, claims and their data as well."),
  "kubernetes:apps/v1:StatefulSet": statefulSet,
  "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition": always(
    "Every object of this kind in the cluster goes with it.",
  ),
  "kubernetes:postgresql.cnpg.io/v1:Cluster": always(
    "The database goes with its volumes: CloudNativePG deletes the claims of a cluster that is deleted.",
  ),
  "kubernetes:storage.k8s.io/v1:StorageClass": always(
    "Claims that name it can't be bound while it is gone; volumes that exist stay.",
  ),
  "digitalocean:index/kubernetesCluster:KubernetesCluster": always("The cluster goes, with everything on it."),
  "digitalocean:index/databaseCluster:DatabaseCluster": always(
    "The database goes, with its backups; DigitalOcean keeps none of a deleted cluster.",
  ),
  "digitalocean:index/databaseDb:DatabaseDb": always("The database goes with its data."),
  "digitalocean:index/vpc:Vpc": always("The network goes; what stands in it has to be made anew first."),
  "aws:eks/cluster:Cluster": always("The cluster goes, with everything on it."),
  "aws:ec2/vpc:Vpc": always("The network goes; what stands in it has to be made anew first."),
  "aws:kms/key:Key": always("What it encrypted can't be read after the waiting period."),
  "aws:rds/instance:Instance": always("The database goes with its data; automatic backups go as well."),
  "aws:elasticache/replicationGroup:ReplicationGroup": always("What the cache holds is lost."),
  "gcp:container/cluster:Cluster": always("The cluster goes, with everything on it."),
  "gcp:compute/network:Network": always("The network goes; what stands in it has to be made anew first."),
  "gcp:sql/databaseInstance:DatabaseInstance": always(
    "The database goes with its data and its backups; its name can't be used again for a week.",
  ),
  "gcp:sql/database:Database": always("The database goes with its data."),
  "gcp:redis/instance:Instance": always("What the cache holds is lost."),
};

/** What is lost when a resource is deleted or replaced, as a sentence; undefined where it holds nothing. */
export function lossOf(resource: Registration): string | undefined {
  return losses[resource.type]?.(resource);
}
