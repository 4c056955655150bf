import * as digitalocean from "@pulumi/digitalocean";
import { all, ComponentResource, type ComponentResourceOptions, secret } from "@pulumi/pulumi";
import type { ClusterHandle } from "./contract";
import { doctlCredential, execKubeconfig } from "./exec-kubeconfig";
import { nodePoolFacts, poolLabels, poolName } from "./node-pool";
import { clusterProvider } from "./provider";
import type { DoksSettings } from "./settings";
import { doksStorage } from "./storage-classes";

/**
 * DigitalOcean Kubernetes in a VPC of its own.
 *
 * The size of the node pool is fixed for the life of the cluster: DigitalOcean can't change the machines of a
 * cluster's first pool, so another size replaces the cluster (which `protect` refuses).
 */
export class DoksCluster extends ComponentResource {
  readonly handle: ClusterHandle;

  constructor(name: string, settings: DoksSettings, opts: ComponentResourceOptions = {}) {
    super("rootstock:cluster:Doks", name, {}, opts);
    const pool = nodePoolFacts("doks", settings.nodePool, { region: settings.region, zones: [] });
    const vpc = new digitalocean.Vpc(
      `${name}-vpc`,
      { region: settings.region, ...(settings.vpcCidr !== undefined && { ipRange: settings.vpcCidr }) },
      { parent: this },
    );
    const cluster = createCluster(this, name, settings, vpc);
    const kubeconfig = secret(
      all([cluster.id, cluster.endpoint, cluster.kubeConfigs]).apply(([id, server, credentials]) =>
        execKubeconfig({
          name: settings.name,
          server,
          certificateAuthority: credentials[0]?.clusterCaCertificate ?? "",
          plugin: doctlCredential(id),
        }),
      ),
    );
    const storage = doksStorage(settings.retainVolumes);
    this.handle = {
      kind: "doks",
      name: cluster.name,
      identifier: cluster.id,
      provider: clusterProvider(name, { kubeconfig, identifier: cluster.id }, { parent: this }),
      kubeconfig,
      storageClass: storage.data,
      storageClasses: storage.classes,
      // DOKS enforces NetworkPolicies by Cilium, answers load balancers with an address, and has no metrics-server.
      capabilities: { loadBalancer: "ip", metricsServer: false, networkPolicy: true, nodeAutoscaling: true },
      nodePools: [pool],
      podsNeed: [],
      accessNeeds: [],
      network: {
        cloud: "digitalocean",
        region: settings.region,
        vpcId: vpc.id,
        cidr: vpc.ipRange,
        clusterId: cluster.id,
      },
    };
    this.registerOutputs({ name: this.handle.name });
  }
}

function createCluster(
  parent: DoksCluster,
  name: string,
  settings: DoksSettings,
  vpc: digitalocean.Vpc,
): digitalocean.KubernetesCluster {
  const { nodePool, maintenance } = settings;
  const autoScale = nodePool.min < nodePool.max;
  return new digitalocean.KubernetesCluster(
    `${name}-cluster`,
    {
      name: settings.name,
      region: settings.region,
      version: settings.version,
      vpcUuid: vpc.id,
      ha: settings.highAvailability,
      autoUpgrade: settings.autoUpgrade,
      surgeUpgrade: true,
      maintenancePolicy: { day: maintenance.day, startTime: maintenance.start },
      destroyAllAssociatedResources: settings.destroyAssociated,
      nodePool: {
        name: poolName,
        size: nodePool.size,
        nodeCount: nodePool.count,
        autoScale,
        ...(autoScale && { minNodes: nodePool.min, maxNodes: nodePool.max }),
        labels: { ...poolLabels },
      },
    },
    { parent, protect: settings.protect, ignoreChanges: ignoredChanges(settings.version, autoScale) },
  );
}

/**
 * What the cloud decides after creation. `latest` stays what it was on the first day, and the autoscaler owns the
 * number of nodes. An exact version is not ignored: raising it upgrades.
 */
function ignoredChanges(version: string, autoScale: boolean): string[] {
  return [...(version === "latest" ? ["version"] : []), ...(autoScale ? ["nodePool.nodeCount"] : [])];
}
