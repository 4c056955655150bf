import type { ClusterKind } from "../../cluster/contract";
import type { ChartValues } from "../chart-values";

/** Kinds of cluster that the program manages itself, so that it knows what of the control plane can be scraped. */
type ScrapedKind = Exclude<ClusterKind, "stack">;

/**
 * Which DNS server a kind of cluster runs: GKE's kube-dns offers no metrics to others.
 */
const coreDns: Readonly<Record<ScrapedKind, boolean>> = {
  doks: true,
  eks: true,
  gke: false,
  minikube: true,
  kubeconfig: true,
};

const off = { enabled: false };

/**
 * What of the control plane is scraped and alerted on. Clouds keep etcd, the scheduler and the controller manager to
 * themselves; minikube and K3s bind them, and kube-proxy, to the loopback address. What can't be scraped would be
 * "down" for ever, so its targets and its alerts go together.
 */
export function controlPlaneScrapes(kind: ClusterKind): ChartValues {
  return {
    kubeEtcd: off,
    kubeScheduler: off,
    kubeControllerManager: off,
    kubeProxy: off,
    coreDns: { enabled: kind !== "stack" && coreDns[kind] },
    defaultRules: {
      rules: {
        etcd: false,
        kubeSchedulerAlerting: false,
        kubeSchedulerRecording: false,
        kubeControllerManager: false,
        kubeProxy: false,
        windows: false,
      },
    },
  };
}
