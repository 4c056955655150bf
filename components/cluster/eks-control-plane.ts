import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as eks from "@pulumi/aws/eks";
import * as kms from "@pulumi/aws/kms";
import type { Resource } from "@pulumi/pulumi";
import type { EksNetwork } from "./eks-network";
import { createRole } from "./eks-roles";
import type { EksSettings } from "./settings";

/** The control plane, and the entries by which people get in. */
export interface EksControlPlane {
  readonly cluster: eks.Cluster;
  /** Entries of the administrators: they outlive everything in the cluster, or destroy would lock itself out. */
  readonly access: readonly Resource[];
}

/**
 * Creates the control plane: Secrets encrypted by a key of its own, all logs kept for a time, access by entries only.
 *
 * EKS' own copies of the CNI, CoreDNS and kube-proxy are left out: they come as managed add-ons. Whoever creates the
 * cluster administers it for as long as it exists.
 */
export function createControlPlane(
  parent: Resource,
  name: string,
  settings: EksSettings,
  network: EksNetwork,
): EksControlPlane {
  const { protect } = settings;
  const { role, grants } = createRole(parent, `${name}-control-plane`, "eks.amazonaws.com", ["AmazonEKSClusterPolicy"]);
  const key = new kms.Key(
    `${name}-secrets-key`,
    {
      description: `Secrets of the EKS cluster ${settings.name}`,
      enableKeyRotation: true,
      deletionWindowInDays: protect ? 30 : 7,
    },
    { parent, protect },
  );
  const logs = new cloudwatch.LogGroup(
    `${name}-logs`,
    { name: `/aws/eks/${settings.name}/cluster`, retentionInDays: settings.logRetention },
    { parent },
  );
  const isPublic = settings.publicAccess.length > 0;
  const cluster = new eks.Cluster(
    `${name}-cluster`,
    {
      name: settings.name,
      version: settings.version,
      roleArn: role.arn,
      vpcConfig: {
        subnetIds: [...network.privateSubnetIds, ...network.publicSubnetIds],
        endpointPrivateAccess: true,
        endpointPublicAccess: isPublic,
        ...(isPublic && { publicAccessCidrs: [...settings.publicAccess] }),
      },
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
      bootstrapSelfManagedAddons: false,
      deletionProtection: protect,
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      encryptionConfig: { provider: { keyArn: key.arn }, resources: ["secrets"] },
      upgradePolicy: { supportType: "STANDARD" },
    },
    // Logs: EKS would make the group itself, to be kept for ever. Grants: without them the cluster can't be deleted.
    { parent, protect, dependsOn: [logs, ...grants] },
  );
  const access = settings.admins.flatMap((principalArn, index) =>
    createAdmin(parent, name, cluster, principalArn, index),
  );
  return { cluster, access };
}

function createAdmin(
  parent: Resource,
  name: string,
  cluster: eks.Cluster,
  principalArn: string,
  index: number,
): Resource[] {
  const entry = new eks.AccessEntry(
    `${name}-admin-${String(index)}`,
    { clusterName: cluster.name, principalArn },
    { parent },
  );
  const policy = new eks.AccessPolicyAssociation(
    `${name}-admin-${String(index)}-policy`,
    {
      clusterName: cluster.name,
      principalArn: entry.principalArn,
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      accessScope: { type: "cluster" },
    },
    { parent },
  );
  return [entry, policy];
}
