import * as eks from "@pulumi/aws/eks";
import type { Input, Resource } from "@pulumi/pulumi";
import { createRole } from "./eks-roles";

/** Arguments of one add-on that EKS maintains. */
interface AddOnArgs {
  readonly clusterName: Input<string>;
  /** Settings by the add-on's own schema: `aws eks describe-addon-configuration`. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** The service account that gets a role by Pod Identity. */
  readonly identity?: { readonly serviceAccount: string; readonly roleArn: Input<string> };
  readonly dependsOn?: readonly Resource[];
}

/** What pods and nodes need of the cluster's add-ons. */
export interface NodeAddOns {
  /** Network of the pods, by which NetworkPolicies hold. */
  readonly cni: eks.Addon;
  /** Gives pods their AWS roles. */
  readonly podIdentity: eks.Addon;
}

/**
 * The add-ons that must be there when nodes join: the CNI, with network policies on, and the agent of Pod Identity,
 * from which the CNI gets its role (so the nodes' own role can't touch network interfaces).
 *
 * Versions are EKS' defaults for the cluster's Kubernetes version, chosen at creation.
 */
export function createNodeAddOns(parent: Resource, name: string, clusterName: Input<string>): NodeAddOns {
  const cniRole = createRole(parent, `${name}-cni`, "pods.eks.amazonaws.com", ["AmazonEKS_CNI_Policy"]);
  const podIdentity = createAddOn(parent, name, "eks-pod-identity-agent", { clusterName });
  const cni = createAddOn(parent, name, "vpc-cni", {
    clusterName,
    configuration: { enableNetworkPolicy: "true" },
    identity: { serviceAccount: "aws-node", roleArn: cniRole.role.arn },
    dependsOn: cniRole.grants,
  });
  createAddOn(parent, name, "kube-proxy", { clusterName });
  return { cni, podIdentity };
}

/** The add-ons that run on nodes: they are up once there are some, and nothing waits for them. */
export function createClusterAddOns(parent: Resource, name: string, clusterName: Input<string>, nodes: Resource): void {
  const ebsRole = createRole(parent, `${name}-ebs-csi`, "pods.eks.amazonaws.com", [
    "service-role/AmazonEBSCSIDriverPolicy",
  ]);
  const dependsOn = [nodes];
  createAddOn(parent, name, "coredns", { clusterName, dependsOn });
  createAddOn(parent, name, "metrics-server", { clusterName, dependsOn });
  createAddOn(parent, name, "aws-ebs-csi-driver", {
    clusterName,
    identity: { serviceAccount: "ebs-csi-controller-sa", roleArn: ebsRole.role.arn },
    dependsOn: [nodes, ...ebsRole.grants],
  });
}

function createAddOn(parent: Resource, name: string, addonName: string, args: AddOnArgs): eks.Addon {
  const { clusterName, configuration, identity, dependsOn = [] } = args;
  return new eks.Addon(
    `${name}-${addonName}`,
    {
      clusterName,
      addonName,
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      ...(configuration !== undefined && { configurationValues: JSON.stringify(configuration) }),
      ...(identity !== undefined && { podIdentityAssociations: [identity] }),
    },
    { parent, dependsOn: [...dependsOn] },
  );
}
