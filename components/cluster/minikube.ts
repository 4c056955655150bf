import { local } from "@pulumi/command";
import { ComponentResource, type ComponentResourceOptions, output, secret } from "@pulumi/pulumi";
import type { ClusterHandle, NodePool } from "./contract";
import { kubeletMaxPods, toNodeShape } from "./machine";
import { deleteCommand, kubeconfigCommand, loadBalancerCommand, startCommand } from "./minikube-commands";
import { clusterProvider } from "./provider";
import type { MinikubeSettings } from "./settings";
import { minikubeStorage } from "./storage-classes";

/**
 * A cluster on this machine. Load balancers get addresses of minikube's own network (the add-on `metallb`): on Linux
 * they answer as they are; with the docker driver on macOS or Windows that network isn't reachable, and
 * `kubectl port-forward` or `minikube tunnel` shows the ingress.
 *
 * The provider reads the context `<profile>` of the user's kubeconfig at every run, because minikube's API server
 * comes back at another port after `minikube stop` and `minikube start`.
 */
export class MinikubeCluster extends ComponentResource {
  readonly handle: ClusterHandle;

  constructor(name: string, settings: MinikubeSettings, opts: ComponentResourceOptions = {}) {
    super("rootstock:cluster:Minikube", name, {}, opts);
    const start = new local.Command(
      `${name}-start`,
      {
        create: startCommand(settings),
        delete: deleteCommand(settings.name),
        // minikube can't change these of a cluster that exists, it only warns.
        triggers: [settings.name, settings.driver, settings.cpus, settings.memory, settings.disk, settings.nodes],
      },
      { parent: this, deleteBeforeReplace: true },
    );
    // No output of `start` is an input of these two, but the cluster must run.
    const started = { parent: this, dependsOn: [start] };
    new local.Command(
      `${name}-load-balancer`,
      { create: loadBalancerCommand(settings), triggers: [start.id] },
      started,
    );
    const read = new local.Command(
      `${name}-kubeconfig`,
      { create: kubeconfigCommand(settings.name), triggers: [start.id] },
      { ...started, additionalSecretOutputs: ["stdout"] },
    );
    this.handle = {
      kind: "minikube",
      name: output(settings.name),
      // A cluster that was deleted and made again is another one, though its name is the same.
      identifier: start.id,
      provider: clusterProvider(name, { identifier: start.id, context: settings.name }, started),
      kubeconfig: secret(read.stdout),
      storageClass: minikubeStorage.data,
      storageClasses: minikubeStorage.classes,
      capabilities: {
        loadBalancer: "ip",
        metricsServer: settings.addons.includes("metrics-server"),
        networkPolicy: true,
        nodeAutoscaling: false,
      },
      nodePools: [minikubeNodes(settings)],
      podsNeed: [],
      accessNeeds: [],
    };
    this.registerOutputs({ name: this.handle.name });
  }
}

/** The nodes of a minikube: the kubelet there reserves nothing. */
function minikubeNodes({ cpus, memory, disk, nodes }: MinikubeSettings): NodePool {
  return {
    name: "minikube",
    size: `${String(cpus)}cpu-${String(memory)}mb`,
    shape: toNodeShape({ cpus, memory }, disk, { cpu: cpus * 1000, memory, pods: kubeletMaxPods }),
    min: nodes,
    max: nodes,
    zones: [],
    region: "",
    labels: {},
  };
}
