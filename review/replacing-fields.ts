import type { FieldChange, Step } from "./difference";

/** A path of names below which every change replaces an object; `*` stands for any one step. */
type Pattern = readonly string[];

const patterns = (...paths: readonly string[]): readonly Pattern[] => paths.map((path) => path.split("."));

const metadata = patterns("metadata.name", "metadata.namespace");
const selector = patterns("spec.selector");
const contents = patterns("data", "stringData", "binaryData", "type", "immutable");
/** Every input decides on the value that is drawn. */
const everything: readonly Pattern[] = [[]];

/**
 * Fields by type whose change makes Pulumi replace a resource, of the types and the fields that Rootstock sets: for
 * Kubernetes what its provider knows to be immutable (pulumi-kubernetes, provider/pkg/provider/diff.go), for clouds
 * what their APIs can't change of something that exists. The list for clouds is shorter than the providers' own;
 * `pulumi preview` has the last word where there are credentials.
 */
const replacing: Readonly<Record<string, readonly Pattern[]>> = {
  "kubernetes:apps/v1:Deployment": selector,
  "kubernetes:apps/v1:DaemonSet": selector,
  "kubernetes:apps/v1:StatefulSet": patterns(
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ),
  "kubernetes:batch/v1:Job": patterns("spec.completions", "spec.parallelism", "spec.selector", "spec.template"),
  "kubernetes:core/v1:ConfigMap": contents,
  "kubernetes:core/v1:Secret": contents,
  "kubernetes:core/v1:Service": patterns("spec.clusterIP"),
  "kubernetes:core/v1:ResourceQuota": patterns("spec.scopes"),
  "kubernetes:core/v1:PersistentVolume": patterns("spec.csi", "spec.nfs", "spec.hostPath", "spec.local"),
  "kubernetes:core/v1:PersistentVolumeClaim": patterns(
    "spec.accessModes",
    "spec.selector",
    "spec.storageClassName",
    "spec.volumeName",
  ),
  "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": patterns("roleRef"),
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding": patterns("roleRef"),
  "kubernetes:storage.k8s.io/v1:StorageClass": patterns("parameters", "provisioner"),
  "kubernetes:helm.sh/v3:Release": patterns("name", "namespace"),
  "random:index/randomBytes:RandomBytes": everything,
  "random:index/randomPassword:RandomPassword": everything,
  "random:index/randomId:RandomId": everything,
  "digitalocean:index/kubernetesCluster:KubernetesCluster": patterns(
    "region",
    "vpcUuid",
    "nodePool.size",
    "clusterSubnet",
    "serviceSubnet",
  ),
  "digitalocean:index/vpc:Vpc": patterns("region", "ipRange"),
  "digitalocean:index/databaseCluster:DatabaseCluster": patterns("engine", "name"),
  "digitalocean:index/databaseDb:DatabaseDb": patterns("clusterId", "name"),
  "aws:ec2/vpc:Vpc": patterns("cidrBlock"),
  "aws:ec2/subnet:Subnet": patterns("vpcId", "cidrBlock", "availabilityZone"),
  "aws:eks/cluster:Cluster": patterns(
    "name",
    "roleArn",
    "accessConfig.bootstrapClusterCreatorAdminPermissions",
    "bootstrapSelfManagedAddons",
    "kubernetesNetworkConfig.serviceIpv4Cidr",
    "kubernetesNetworkConfig.ipFamily",
  ),
  "aws:eks/nodeGroup:NodeGroup": patterns(
    "amiType",
    "capacityType",
    "clusterName",
    "diskSize",
    "instanceTypes",
    "launchTemplate.id",
    "nodeGroupName",
    "nodeRoleArn",
    "subnetIds",
  ),
  "aws:eks/accessEntry:AccessEntry": patterns("clusterName", "principalArn", "type"),
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": patterns("clusterName", "namespace", "serviceAccount"),
  "aws:iam/role:Role": patterns("name", "path"),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": patterns("policyArn", "role"),
  "aws:rds/instance:Instance": patterns(
    "dbName",
    "engine",
    "kmsKeyId",
    "storageEncrypted",
    "username",
    "characterSetName",
  ),
  "aws:rds/subnetGroup:SubnetGroup": patterns("name"),
  "aws:elasticache/replicationGroup:ReplicationGroup": patterns(
    "atRestEncryptionEnabled",
    "replicationGroupId",
    "subnetGroupName",
  ),
  "gcp:compute/network:Network": patterns("name", "autoCreateSubnetworks"),
  "gcp:compute/subnetwork:Subnetwork": patterns("name", "network", "region"),
  "gcp:compute/globalAddress:GlobalAddress": patterns("address", "name", "network", "prefixLength", "purpose"),
  "gcp:container/cluster:Cluster": patterns(
    "location",
    "name",
    "network",
    "subnetwork",
    "networkingMode",
    "datapathProvider",
    "ipAllocationPolicy",
    "privateClusterConfig.enablePrivateNodes",
    "privateClusterConfig.masterIpv4CidrBlock",
  ),
  "gcp:container/nodePool:NodePool": patterns(
    "cluster",
    "location",
    "name",
    "nodeConfig.serviceAccount",
    "nodeConfig.oauthScopes",
    "nodeConfig.metadata",
    "nodeConfig.shieldedInstanceConfig",
    "nodeConfig.spot",
    "initialNodeCount",
  ),
  "gcp:serviceaccount/account:Account": patterns("accountId"),
  "gcp:projects/iAMMember:IAMMember": everything,
  "gcp:dns/dnsManagedZoneIamMember:DnsManagedZoneIamMember": everything,
  "gcp:sql/databaseInstance:DatabaseInstance": patterns("name", "region"),
  "gcp:sql/database:Database": patterns("charset", "collation", "instance", "name"),
  "gcp:sql/user:User": patterns("host", "instance", "name"),
  "gcp:redis/instance:Instance": patterns(
    "authorizedNetwork",
    "connectMode",
    "locationId",
    "name",
    "region",
    "tier",
    "transitEncryptionMode",
  ),
};

const nameOf = (step: Step): string => (typeof step === "object" ? String(step.is) : String(step));

/** Whether one path leads to the other or into it. */
function touches(path: readonly Step[], pattern: Pattern): boolean {
  const length = Math.min(path.length, pattern.length);
  return pattern.slice(0, length).every((name, index) => {
    const step = path[index];
    return name === "*" || (step !== undefined && nameOf(step) === name);
  });
}

/** The changes of a resource that can't be made to what exists: it is made anew. */
export function replacingChanges(type: string, changes: readonly FieldChange[]): readonly FieldChange[] {
  const known = [...(type.startsWith("kubernetes:") ? metadata : []), ...(replacing[type] ?? [])];
  return changes.filter(({ path }) => known.some((pattern) => touches(path, pattern)));
}

/** Whether changes to a setting are ignored, as `ignoreChanges` has it: `nodePool.nodeCount`, `spec.items[0]`. */
export function isIgnored(path: readonly Step[], ignored: readonly string[]): boolean {
  return ignored.some((entry) => {
    const names = entry
      .replaceAll(/\["?([^"\]]+)"?\]/g, ".$1")
      .split(".")
      .filter((name) => name !== "");
    return names.length <= path.length && touches(path, names);
  });
}
