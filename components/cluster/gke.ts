import * as container from "@pulumi/gcp/container";
import { all, ComponentResource, type ComponentResourceOptions, interpolate, secret } from "@pulumi/pulumi";
import type { ClusterHandle } from "./contract";
import { createStorageClass } from "./csi-storage-class";
import { execKubeconfig, googleCredential } from "./exec-kubeconfig";
import { recurringWindow } from "./gke-maintenance";
import { GkeNetwork, rangeNames } from "./gke-network";
import { createNodePool } from "./gke-nodes";
import { nodePoolFacts } from "./node-pool";
import { clusterProvider } from "./provider";
import type { GkeSettings } from "./settings";
import { gkeStorage } from "./storage-classes";

/**
 * Google Kubernetes Engine in a network of its own: control plane, one node pool, Dataplane V2, Workload Identity.
 *
 * Give it a Google provider of the right project: `new GkeCluster(name, settings, { providers: { gcp } })`.
 */
export class GkeCluster extends ComponentResource {
  readonly handle: ClusterHandle;

  constructor(name: string, settings: GkeSettings, opts: ComponentResourceOptions = {}) {
    super("rootstock:cluster:Gke", name, {}, opts);
    const pool = nodePoolFacts("gke", settings.nodePool, settings);
    const network = new GkeNetwork(
      name,
      {
        region: settings.region,
        cidr: settings.networkCidr,
        privateNodes: settings.privateNodes,
      },
      { parent: this },
    );
    const cluster = createCluster(this, name, settings, network);
    const nodes = createNodePool(this, name, settings, cluster, network);
    const kubeconfig = secret(
      all([cluster.name, cluster.endpoint, cluster.masterAuth]).apply(([clusterName, address, authority]) =>
        execKubeconfig({
          name: clusterName,
          server: `https://${address}`,
          certificateAuthority: authority.clusterCaCertificate,
          plugin: googleCredential,
        }),
      ),
    );
    const provider = clusterProvider(name, { kubeconfig, identifier: cluster.id }, { parent: this });
    const storage = gkeStorage(settings.retainVolumes);
    for (const spec of storage.classes.filter((known) => known.name.endsWith("-retain"))) {
      createStorageClass(
        name,
        { spec, parameters: { type: spec.name === storage.fast ? "pd-ssd" : "pd-balanced" }, retain: true },
        { parent: this, provider, dependsOn: [] },
      );
    }
    this.handle = {
      kind: "gke",
      name: cluster.name,
      identifier: cluster.id,
      provider,
      kubeconfig,
      storageClass: storage.data,
      ...(storage.fast === undefined ? {} : { fastStorageClass: storage.fast }),
      storageClasses: storage.classes,
      capabilities: { loadBalancer: "ip", metricsServer: true, networkPolicy: true, nodeAutoscaling: true },
      nodePools: [pool],
      podsNeed: [nodes],
      accessNeeds: [],
      network: { cloud: "google", region: settings.region, project: network.project, networkId: network.networkId },
    };
    this.registerOutputs({ name: this.handle.name });
  }
}

/**
 * The control plane. GKE makes a first node pool with every cluster; it is removed at once, because a pool of its own
 * can be replaced without the cluster.
 */
function createCluster(
  parent: GkeCluster,
  name: string,
  settings: GkeSettings,
  network: GkeNetwork,
): container.Cluster {
  return new container.Cluster(
    `${name}-cluster`,
    {
      name: settings.name,
      location: settings.location,
      ...(settings.location === settings.region && { nodeLocations: [...settings.zones] }),
      network: network.networkId,
      subnetwork: network.subnetworkId,
      networkingMode: "VPC_NATIVE",
      ipAllocationPolicy: {
        clusterSecondaryRangeName: rangeNames.pods,
        servicesSecondaryRangeName: rangeNames.services,
      },
      removeDefaultNodePool: true,
      initialNodeCount: 1,
      releaseChannel: { channel: settings.releaseChannel.toUpperCase() },
      maintenancePolicy: { recurringWindow: recurringWindow(settings.maintenance) },
      datapathProvider: "ADVANCED_DATAPATH",
      workloadIdentityConfig: { workloadPool: interpolate`${network.project}.svc.id.goog` },
      privateClusterConfig: {
        enablePrivateNodes: settings.privateNodes,
        enablePrivateEndpoint: false,
        ...(settings.privateNodes && { masterIpv4CidrBlock: network.controlPlane }),
      },
      enableShieldedNodes: true,
      deletionProtection: settings.protect,
      resourceLabels: { "managed-by": "rootstock" },
    },
    { parent, protect: settings.protect },
  );
}
