import type { MinikubeSettings } from "./settings";

/**
 * The plug-in that gives pods their network: minikube's own enforces no NetworkPolicies.
 *
 * @see https://minikube.sigs.k8s.io/docs/handbook/network_policy/
 */
const cni = "calico";

/** Starts the cluster, or changes nothing when it runs; the current kubectl context stays what it was. */
export function startCommand(settings: MinikubeSettings): string {
  return [
    "minikube start",
    `--profile=${settings.name}`,
    `--driver=${settings.driver}`,
    `--kubernetes-version=${settings.version}`,
    `--cpus=${String(settings.cpus)}`,
    `--memory=${String(settings.memory)}mb`,
    `--disk-size=${String(settings.disk)}g`,
    `--nodes=${String(settings.nodes)}`,
    `--cni=${cni}`,
    "--keep-context",
    "--interactive=false",
    "--wait=all",
    ...settings.addons.map((addon) => `--addons=${addon}`),
  ].join(" ");
}

/** Deletes the cluster with all that is in it. */
export function deleteCommand(profile: string): string {
  return `minikube delete --profile=${profile}`;
}

/**
 * Gives load balancers addresses on minikube's own network, so that `status.loadBalancer` is filled without
 * `minikube tunnel`, which needs root and a terminal of its own.
 *
 * `configure` has no flags for the addresses: it asks for the first and the last, and each question reads all that is
 * there, so the second answer has to come later than the first (kubernetes/minikube#8283). The addresses are kept in
 * the profile, so they survive `minikube stop`; a ConfigMap of our own wouldn't.
 *
 * @see https://github.com/kubernetes/minikube/blob/master/cmd/minikube/cmd/config/configure.go processMetalLBConfig
 */
export function loadBalancerCommand({ name, loadBalancerRange: { from, to } }: MinikubeSettings): string {
  return [
    "set -e",
    `network=$(minikube ip --profile=${name} | cut -d. -f1-3)`,
    `(sleep 3; echo "$network.${String(from)}"; sleep 3; echo "$network.${String(to)}") | minikube addons configure metallb --profile=${name}`,
    `minikube addons enable metallb --profile=${name}`,
  ].join("\n");
}

/** Prints the kubeconfig of the cluster alone, with its certificates in it. */
export function kubeconfigCommand(profile: string): string {
  return `kubectl config view --raw --flatten --minify --context=${profile}`;
}
