import type { ClusterHandle, ClusterKind } from "../../cluster/contract";
import type { ChartValues } from "../chart-values";

/** Ports of a node that lead to the controller where nothing gives the cluster an address. */
export const ingressNodePorts = { http: 30080, https: 30443 } as const;

/**
 * What each cloud needs to hear to give the controller the right load balancer.
 *
 * - EKS: a network load balancer by the controller that AWS itself runs; nothing has to be installed for it.
 * - DOKS: the smallest size (one unit). No PROXY protocol: nodes would bypass the load balancer for requests of their
 *   own pods, and cert-manager's self-check fails
 *   (https://github.com/digitalocean/digitalocean-cloud-controller-manager/issues/811).
 */
const annotations: Partial<Readonly<Record<ClusterKind, Readonly<Record<string, string>>>>> = {
  eks: {
    "service.beta.kubernetes.io/aws-load-balancer-type": "nlb",
    "service.beta.kubernetes.io/aws-load-balancer-cross-zone-load-balancing-enabled": "true",
  },
  doks: {
    "service.beta.kubernetes.io/do-loadbalancer-size-unit": "1",
    "service.beta.kubernetes.io/do-loadbalancer-protocol": "tcp",
  },
};

/**
 * The Service in front of the controller. Where the cluster has load balancers, traffic goes only to nodes with a
 * controller (`Local`), so that controllers see the addresses of clients and a node costs no second hop; elsewhere
 * the controller is reached at fixed ports of every node.
 */
export function ingressService(cluster: Pick<ClusterHandle, "kind" | "capabilities">): ChartValues {
  if (cluster.capabilities.loadBalancer === "none") {
    return { type: "NodePort", nodePorts: { ...ingressNodePorts } };
  }
  return {
    type: "LoadBalancer",
    externalTrafficPolicy: "Local",
    annotations: { ...annotations[cluster.kind] },
  };
}
