import { awakeShare } from "../components/application/sleep";
import type { ClusterHandle } from "../components/cluster/contract";
import type { Cloud } from "../components/cluster/node-shapes";
import { asleepItems } from "../components/cost/asleep-items";
import { clusterItems } from "../components/cost/cluster-items";
import { type CostItem, type MonthlyCost, monthlyCost } from "../components/cost/monthly-cost";
import { storeItems } from "../components/cost/store-items";
import { volumeItems } from "../components/cost/volume-items";
import { applicationVolumes, platformVolumes } from "../components/cost/volumes";
import type { StackConfig } from "./config/parse";

const cloudsOfNetworks = { aws: "eks", google: "gke", digitalocean: "doks" } as const;

/** The cloud that sells what a stack asks of its cluster; of another stack's cluster, it is told by its network. */
function cloudOf({ kind, network }: Pick<ClusterHandle, "kind" | "network">): Cloud | undefined {
  if (kind === "doks" || kind === "eks" || kind === "gke") return kind;
  return kind === "stack" && network !== undefined ? cloudsOfNetworks[network.cloud] : undefined;
}

/** What a stack costs by the month, as far as its settings tell: cluster, volumes, and stores that its cloud runs. */
export function stackCost(
  config: Pick<StackConfig, "application" | "cluster" | "environment" | "platform" | "sleep">,
  cluster: Pick<ClusterHandle, "kind" | "network" | "capabilities">,
): MonthlyCost {
  const { application, environment, platform } = config;
  const own = config.cluster.kind !== "stack";
  const balanced = own && platform.ingress.enabled && cluster.capabilities.loadBalancer !== "none";
  const cloud = cloudOf(cluster);
  const volumes = [...(own ? platformVolumes(platform) : []), ...applicationVolumes(application)];
  const onCloud: readonly CostItem[] =
    cloud === undefined
      ? []
      : [...volumeItems(volumes, cloud), ...storeItems(application, cloud, environment === "prod")];
  const items = [...clusterItems(config.cluster, balanced ? 1 : 0), ...onCloud];
  return monthlyCost(config.sleep === undefined ? items : asleepItems(items, awakeShare(config.sleep)));
}
