import { listCluster } from "../deploy/cluster-lists";
import type { Seen } from "./contract";

/** What is listed of a cluster. */
export type Listed = Omit<Seen, "now" | "history" | "engine" | "asleep">;

/** What could be listed, and what could not, in sentences. */
export interface Look {
  readonly listed: Listed;
  readonly unseen: readonly string[];
}

/** Where each list is. */
const paths: Readonly<Record<keyof Listed, string>> = {
  pods: "/api/v1/pods",
  nodes: "/api/v1/nodes",
  services: "/api/v1/services",
  claims: "/api/v1/persistentvolumeclaims",
  volumes: "/api/v1/persistentvolumes",
  storageClasses: "/apis/storage.k8s.io/v1/storageclasses",
  namespaces: "/api/v1/namespaces",
  deployments: "/apis/apps/v1/deployments",
  autoscalers: "/apis/autoscaling/v2/horizontalpodautoscalers",
  budgets: "/apis/policy/v1/poddisruptionbudgets",
  leases: "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases",
  events: "/api/v1/events?fieldSelector=type%3DWarning",
  releases: "/api/v1/secrets?labelSelector=owner%3Dhelm",
  definitions: "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
  certificates: "/apis/cert-manager.io/v1/certificates",
  orders: "/apis/acme.cert-manager.io/v1/orders",
  challenges: "/apis/acme.cert-manager.io/v1/challenges",
};

/**
 * Lists what the rules judge, everywhere in a cluster; changes nothing, and reads nothing of any Secret but its labels.
 *
 * @param kubeconfig as text
 * @throws UsageError where the API server doesn't answer
 */
export async function lookAt(kubeconfig: string): Promise<Look> {
  const { lists, unseen } = await listCluster(kubeconfig, paths, ["releases", "definitions"]);
  return { listed: lists as Listed, unseen };
}
