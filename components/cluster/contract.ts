import type * as k8s from "@pulumi/kubernetes";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import type { ClusterNetwork } from "./network";

/** The kinds of cluster that a stack can run on. */
export const clusterKinds = ["doks", "eks", "gke", "minikube", "kubeconfig", "stack"] as const;

/** One of the {@link clusterKinds}. */
export type ClusterKind = (typeof clusterKinds)[number];

/** What a node of one size offers; quantities are Kubernetes quantities. */
export interface NodeShape {
  /** CPUs of the machine, e.g. `2`. */
  readonly cpu: string;
  /** Memory of the machine, e.g. `4Gi`. */
  readonly memory: string;
  /** Disk of the machine, e.g. `80Gi`. */
  readonly ephemeralStorage: string;
  /** What is left for pods once the kubelet and the system have taken their share. */
  readonly allocatable: { readonly cpu: string; readonly memory: string; readonly pods: number };
}

/** A group of equal nodes that grows and shrinks between `min` and `max`. */
export interface NodePool {
  readonly name: string;
  /** The cloud's own name of the machine, e.g. `s-2vcpu-4gb`. */
  readonly size: string;
  readonly shape: NodeShape;
  /** Fewest nodes. */
  readonly min: number;
  /** Most nodes. */
  readonly max: number;
  readonly zones: readonly string[];
  readonly region: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A storage class that the cluster has, under the cloud's own name. */
export interface StorageClassSpec {
  readonly name: string;
  readonly provisioner: string;
  readonly isDefault: boolean;
  readonly bindingMode: "Immediate" | "WaitForFirstConsumer";
}

/** How a Service of type LoadBalancer shows its address; `none` where nothing serves such Services. */
export type LoadBalancerKind = "ip" | "hostname" | "none";

/** What the layers above may rely on. */
export interface ClusterCapabilities {
  /** How a Service of type LoadBalancer shows its address. */
  readonly loadBalancer: LoadBalancerKind;
  /** Whether the metrics API is served already; if not, the platform installs metrics-server. */
  readonly metricsServer: boolean;
  /** Whether NetworkPolicies are enforced; they are created all the same, and a warning says so if not. */
  readonly networkPolicy: boolean;
  /** Whether the cluster grows its node pools by itself; if not, the platform installs the cluster autoscaler. */
  readonly nodeAutoscaling: boolean;
}

/** What an AWS cluster adds for the platform: the roles of controllers that talk to AWS. */
export interface AwsFacts {
  readonly region: string;
  /** The name that auto scaling groups are tagged with, known once the cluster is planned. */
  readonly clusterName: Input<string>;
}

/**
 * A cluster as every layer above sees it, whatever it is made of. Plain values are facts that are known before
 * anything is created; Outputs are what only the cloud can tell.
 */
export interface ClusterHandle {
  readonly kind: ClusterKind;
  /** The cluster's name, as the cloud shows it. */
  readonly name: Output<string>;
  /** What tells this cluster from any other, for ever: the cloud's own id of it. */
  readonly identifier: Output<string>;
  /** The only Kubernetes provider of the program; `clusterIdentifier` keeps it from being replaced by a new token. */
  readonly provider: k8s.Provider;
  /** A kubeconfig that does not expire; secret. */
  readonly kubeconfig: Output<string>;
  /** The storage class for volumes holding data. */
  readonly storageClass: string;
  /** The class for volumes where latency counts. @default `storageClass` */
  readonly fastStorageClass?: string;
  /** The class for volumes that many nodes mount at once. @default there is none */
  readonly sharedStorageClass?: string;
  /** All storage classes, for the plan's checks and the rehearsal. */
  readonly storageClasses: readonly StorageClassSpec[];
  readonly capabilities: ClusterCapabilities;
  /** Empty where the nodes are somebody else's and nobody told us about them. */
  readonly nodePools: readonly NodePool[];
  /** What must exist before pods can run, beyond the provider's own inputs, e.g. a separate node group. */
  readonly podsNeed: readonly Resource[];
  /** What has to outlive every object in the cluster: access entries, the CNI; releases depend on it. */
  readonly accessNeeds: readonly Resource[];
  readonly aws?: AwsFacts;
  /** The private network, for databases and caches that the cloud runs. @default the cluster is on no cloud of ours */
  readonly network?: ClusterNetwork;
}
