import type * as eks from "@pulumi/aws/eks";
import { all, ComponentResource, type ComponentResourceOptions, secret } from "@pulumi/pulumi";
import type { ClusterHandle } from "./contract";
import { createStorageClass } from "./csi-storage-class";
import { createClusterAddOns, createNodeAddOns } from "./eks-add-ons";
import { createControlPlane } from "./eks-control-plane";
import { EksNetwork } from "./eks-network";
import { createNodes } from "./eks-nodes";
import { createAutoscalerIdentity } from "./eks-roles";
import { awsCredential, execKubeconfig } from "./exec-kubeconfig";
import { nodePoolFacts } from "./node-pool";
import { clusterProvider } from "./provider";
import type { EksSettings } from "./settings";
import { eksStorage } from "./storage-classes";

/**
 * Amazon EKS in a VPC of its own: control plane, one managed node group, add-ons, storage classes.
 *
 * Give it an AWS provider of the same region: `new EksCluster(name, settings, { providers: { aws } })`.
 */
export class EksCluster extends ComponentResource {
  readonly handle: ClusterHandle;

  constructor(name: string, settings: EksSettings, opts: ComponentResourceOptions = {}) {
    super("rootstock:cluster:Eks", name, {}, opts);
    const { region } = settings;
    const pool = nodePoolFacts("eks", settings.nodePool, { region, zones: settings.zones });
    const network = new EksNetwork(
      name,
      {
        clusterName: settings.name,
        zones: settings.zones,
        cidr: settings.vpcCidr,
        natGateways: settings.natGateways,
      },
      { parent: this },
    );
    const { cluster, access } = createControlPlane(this, name, settings, network);
    const { cni, podIdentity } = createNodeAddOns(this, name, cluster.name);
    const nodes = createNodes(this, name, settings, cluster.name, network, [cni, podIdentity]);
    createClusterAddOns(this, name, cluster.name, nodes);
    createAutoscalerIdentity(this, name, { name: settings.name, created: cluster.name });

    const kubeconfig = secret(eksKubeconfig(cluster, region));
    const provider = clusterProvider(name, { kubeconfig, identifier: cluster.arn }, { parent: this });
    const storage = eksStorage(settings.retainVolumes);
    for (const spec of storage.classes) {
      createStorageClass(
        name,
        { spec, parameters: { type: "gp3", encrypted: "true" }, retain: spec.name.endsWith("-retain") },
        { parent: this, provider, dependsOn: access },
      );
    }
    this.handle = {
      kind: "eks",
      name: cluster.name,
      identifier: cluster.arn,
      provider,
      kubeconfig,
      storageClass: storage.data,
      storageClasses: storage.classes,
      capabilities: { loadBalancer: "hostname", metricsServer: true, networkPolicy: true, nodeAutoscaling: false },
      nodePools: [pool],
      podsNeed: [nodes],
      accessNeeds: [cni, ...access],
      aws: { region, clusterName: cluster.name },
      network: {
        cloud: "aws",
        region,
        vpcId: network.vpcId,
        cidr: settings.vpcCidr,
        privateSubnetIds: network.privateSubnetIds,
        nodeSecurityGroup: cluster.vpcConfig.clusterSecurityGroupId,
      },
    };
    this.registerOutputs({ name: this.handle.name });
  }
}

function eksKubeconfig(cluster: eks.Cluster, region: string) {
  return all([cluster.name, cluster.endpoint, cluster.certificateAuthority]).apply(([name, server, authority]) =>
    execKubeconfig({
      name,
      server,
      certificateAuthority: authority.data,
      plugin: awsCredential(name, region),
    }),
  );
}
