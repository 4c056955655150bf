import type { Cloud } from "../cluster/node-shapes";
import type { DoksSettings, EksSettings, GkeSettings, NodePoolSettings } from "../cluster/settings";
import { machinePrice } from "./machine-prices";
import { type CostItem, costItem, unpriced } from "./monthly-cost";
import { cloudPrices, encryptionKey } from "./prices";

/** What of a cluster's settings decides on its price. */
export type ClusterCostSettings =
  | Pick<DoksSettings, "kind" | "highAvailability" | "nodePool">
  | Pick<EksSettings, "kind" | "zones" | "natGateways" | "nodePool">
  | Pick<GkeSettings, "kind" | "privateNodes" | "nodePool">
  | { readonly kind: "minikube" | "kubeconfig" }
  | { readonly kind: "stack"; readonly reference: string };

function nodeItem(cloud: Cloud, { size, min, max }: NodePoolSettings): CostItem {
  const price = machinePrice(cloud, size);
  return price === undefined
    ? unpriced(`nodes of size ${size}, whose price isn't known here`)
    : costItem(`node ${size}`, price, min, max);
}

function diskItem(cloud: Cloud, { disk, min, max }: EksSettings["nodePool"]): CostItem {
  return costItem("GiB of nodes' disks", cloudPrices[cloud].nodeDisk, disk * min, disk * max);
}

/**
 * What a cluster costs by itself.
 *
 * @param loadBalancers how many the platform asks for
 */
export function clusterItems(settings: ClusterCostSettings, loadBalancers: number): readonly CostItem[] {
  switch (settings.kind) {
    case "doks": {
      const prices = cloudPrices.doks;
      return [
        costItem("highly available control plane", prices.highAvailability, settings.highAvailability ? 1 : 0),
        nodeItem("doks", settings.nodePool),
        costItem("load balancer", prices.loadBalancer, loadBalancers),
      ];
    }
    case "eks": {
      const prices = cloudPrices.eks;
      const gateways = settings.natGateways === "one" ? 1 : settings.zones.length;
      return [
        costItem("control plane", prices.controlPlane, 1),
        costItem("key of the cluster's secrets", encryptionKey, 1),
        nodeItem("eks", settings.nodePool),
        diskItem("eks", settings.nodePool),
        costItem("NAT gateway", prices.natGateway, gateways),
        costItem("load balancer", prices.loadBalancer, loadBalancers),
        // A network load balancer has an address in each zone.
        costItem("public IPv4 address", prices.address, gateways + loadBalancers * settings.zones.length),
      ];
    }
    case "gke": {
      const prices = cloudPrices.gke;
      const { max, min } = settings.nodePool;
      return [
        costItem("control plane", prices.controlPlane, 1),
        nodeItem("gke", settings.nodePool),
        diskItem("gke", settings.nodePool),
        ...(settings.privateNodes
          ? [
              costItem("Cloud NAT of a node", prices.natPerNode, min, max),
              costItem("public IPv4 address", prices.address, 1),
            ]
          : [costItem("public IPv4 address", prices.address, min, max)]),
        costItem("load balancer", prices.loadBalancer, loadBalancers),
      ];
    }
    case "minikube":
      return [unpriced("a cluster on this machine costs nothing by the month")];
    case "kubeconfig":
      return [
        unpriced("the cluster, its volumes and its load balancer: somebody else's, so their prices aren't known"),
      ];
    case "stack":
      return [unpriced(`the cluster and its platform: see monthlyCost of the stack ${settings.reference}`)];
  }
}
