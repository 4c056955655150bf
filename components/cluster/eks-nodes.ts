import * as ec2 from "@pulumi/aws/ec2";
import * as eks from "@pulumi/aws/eks";
import type { Input, Resource } from "@pulumi/pulumi";
import type { EksNetwork } from "./eks-network";
import { createRole } from "./eks-roles";
import { poolLabels } from "./node-pool";
import type { EksSettings } from "./settings";

/**
 * A managed node group in the private subnets. EKS tags its auto scaling group for the cluster autoscaler, which owns
 * the number of nodes from then on.
 *
 * Nodes answer the instance metadata service only to themselves (one hop, tokens required), so no pod can take the
 * nodes' role.
 *
 * @param joinNeeds what must be there when nodes join: the CNI, the agent of Pod Identity
 */
export function createNodes(
  parent: Resource,
  name: string,
  settings: EksSettings,
  clusterName: Input<string>,
  network: EksNetwork,
  joinNeeds: readonly Resource[],
): eks.NodeGroup {
  const { nodePool } = settings;
  const { role, grants } = createRole(parent, `${name}-nodes`, "ec2.amazonaws.com", [
    "AmazonEKSWorkerNodePolicy",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonSSMManagedInstanceCore",
  ]);
  const template = new ec2.LaunchTemplate(
    `${name}-nodes-template`,
    {
      updateDefaultVersion: true,
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeType: "gp3", volumeSize: nodePool.disk, encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      tagSpecifications: [{ resourceType: "instance", tags: { Name: `${settings.name}-node` } }],
    },
    { parent },
  );
  return new eks.NodeGroup(
    `${name}-nodes`,
    {
      clusterName,
      nodeRoleArn: role.arn,
      subnetIds: [...network.privateSubnetIds],
      amiType: "AL2023_x86_64_STANDARD",
      instanceTypes: [nodePool.size],
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      scalingConfig: { desiredSize: nodePool.count, minSize: nodePool.min, maxSize: nodePool.max },
      updateConfig: { maxUnavailable: 1 },
      labels: { ...poolLabels },
    },
    {
      parent,
      ignoreChanges: ["scalingConfig.desiredSize"],
      // No input names these: without a way to the internet, a network or their grants, nodes never become ready.
      dependsOn: [...grants, ...network.internet, ...joinNeeds],
    },
  );
}
