import { createHash } from "node:crypto";
import * as container from "@pulumi/gcp/container";
import * as projects from "@pulumi/gcp/projects";
import * as serviceaccount from "@pulumi/gcp/serviceaccount";
import { interpolate, type Resource } from "@pulumi/pulumi";
import type { GkeNetwork } from "./gke-network";
import { poolLabels } from "./node-pool";
import type { GkeSettings } from "./settings";

/** What a node has to do with Google's services: write logs and metrics, read images. */
const nodeRoles = ["roles/container.defaultNodeServiceAccount", "roles/artifactregistry.reader"] as const;

/** Longest name of a service account. */
const accountIdLength = 30;

/**
 * The name of a cluster's node service account: at most 30 characters; a longer one is cut and made distinct by a
 * piece of its hash.
 */
export function nodeAccountId(clusterName: string): string {
  const whole = `${clusterName}-nodes`;
  if (whole.length <= accountIdLength) return whole;
  const hash = createHash("sha256").update(clusterName).digest("hex").slice(0, 4);
  const suffix = `-${hash}-nodes`;
  return `${clusterName.slice(0, accountIdLength - suffix.length).replace(/-+$/, "")}${suffix}`;
}

/** An account for the nodes that may do what nodes do and no more: Compute Engine's default account edits the project. */
function createNodeAccount(
  parent: Resource,
  name: string,
  settings: GkeSettings,
): { readonly account: serviceaccount.Account; readonly grants: readonly Resource[] } {
  const account = new serviceaccount.Account(
    `${name}-nodes-account`,
    {
      accountId: nodeAccountId(settings.name),
      displayName: `Nodes of the GKE cluster ${settings.name}`,
    },
    { parent },
  );
  const grants = nodeRoles.map(
    (role) =>
      new projects.IAMMember(
        `${name}-nodes-${role.slice(role.lastIndexOf("/") + 1)}`,
        { project: account.project, role, member: interpolate`serviceAccount:${account.email}` },
        { parent },
      ),
  );
  return { account, grants };
}

/**
 * A node pool that the autoscaler sizes by its total, not by zone: 2–5 means two to five nodes wherever they are. Its
 * name is Pulumi's, so that a change that needs another pool makes the new one first.
 */
export function createNodePool(
  parent: Resource,
  name: string,
  settings: GkeSettings,
  cluster: container.Cluster,
  network: GkeNetwork,
): container.NodePool {
  const { nodePool, location, zones } = settings;
  const { account, grants } = createNodeAccount(parent, name, settings);
  return new container.NodePool(
    `${name}-nodes`,
    {
      cluster: cluster.id,
      location,
      nodeLocations: [...zones],
      initialNodeCount: Math.ceil(nodePool.count / zones.length),
      autoscaling: {
        totalMinNodeCount: nodePool.min,
        totalMaxNodeCount: nodePool.max,
        locationPolicy: "BALANCED",
      },
      management: { autoRepair: true, autoUpgrade: true },
      upgradeSettings: { strategy: "SURGE", maxSurge: 1, maxUnavailable: 0 },
      nodeConfig: {
        machineType: nodePool.size,
        imageType: "COS_CONTAINERD",
        diskSizeGb: nodePool.disk,
        diskType: "pd-balanced",
        serviceAccount: account.email,
        oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
        labels: { ...poolLabels },
        metadata: { "disable-legacy-endpoints": "true" },
        shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
        workloadMetadataConfig: { mode: "GKE_METADATA" },
      },
    },
    {
      parent,
      ignoreChanges: ["initialNodeCount"],
      // No input names these: nodes without grants or a way to the internet never become ready.
      dependsOn: [...grants, ...network.internet],
    },
  );
}
