import * as eks from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import type { Input, Resource } from "@pulumi/pulumi";

/** The principals that take the roles of a cluster. */
export type RolePrincipal = "eks.amazonaws.com" | "ec2.amazonaws.com" | "pods.eks.amazonaws.com";

/**
 * Who may take a role, as a policy document. Pod Identity tags its sessions with namespace and service account, so it
 * needs `sts:TagSession`.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 */
export function trustPolicy(principal: RolePrincipal): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: principal },
        Action: principal === "pods.eks.amazonaws.com" ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"],
      },
    ],
  });
}

/**
 * What the cluster autoscaler may do: look at everything, change only the groups that EKS tagged for this cluster.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
 */
export function autoscalerPolicy(clusterName: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: [
          "autoscaling:DescribeAutoScalingGroups",
          "autoscaling:DescribeAutoScalingInstances",
          "autoscaling:DescribeLaunchConfigurations",
          "autoscaling:DescribeScalingActivities",
          "autoscaling:DescribeTags",
          "ec2:DescribeImages",
          "ec2:DescribeInstanceTypes",
          "ec2:DescribeLaunchTemplateVersions",
          "ec2:GetInstanceTypesFromInstanceRequirements",
          "eks:DescribeNodegroup",
        ],
        Resource: "*",
      },
      {
        Effect: "Allow",
        Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
        Resource: "*",
        Condition: {
          StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${clusterName}`]: "owned" },
        },
      },
    ],
  });
}

/** A role, and what must exist before its permissions hold. */
export interface GrantedRole {
  readonly role: iam.Role;
  /** The attached policies. */
  readonly grants: readonly Resource[];
}

/** A role with policies that AWS maintains, named by their path, e.g. `AmazonEKSClusterPolicy`. */
export function createRole(
  parent: Resource,
  name: string,
  principal: RolePrincipal,
  managedPolicies: readonly string[],
): GrantedRole {
  const role = new iam.Role(`${name}-role`, { assumeRolePolicy: trustPolicy(principal) }, { parent });
  const grants = managedPolicies.map(
    (policy) =>
      new iam.RolePolicyAttachment(
        `${name}-${policy.slice(policy.lastIndexOf("/") + 1)}`,
        { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` },
        { parent },
      ),
  );
  return { role, grants };
}

/** Gives the service account of the cluster autoscaler, which the platform installs, its role. */
export function createAutoscalerIdentity(
  parent: Resource,
  name: string,
  cluster: { readonly name: string; readonly created: Input<string> },
): eks.PodIdentityAssociation {
  const { role } = createRole(parent, `${name}-autoscaler`, "pods.eks.amazonaws.com", []);
  new iam.RolePolicy(
    `${name}-autoscaler-policy`,
    { role: role.id, policy: autoscalerPolicy(cluster.name) },
    { parent },
  );
  return new eks.PodIdentityAssociation(
    `${name}-autoscaler-identity`,
    {
      clusterName: cluster.created,
      namespace: "kube-system",
      serviceAccount: "cluster-autoscaler",
      roleArn: role.arn,
    },
    { parent },
  );
}
