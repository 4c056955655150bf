import type { LoadBalancerKind, NodePool, StorageClassSpec } from "./contract";

/** A group of equal nodes, as a stack asks for it. */
export interface NodePoolSettings {
  /** The cloud's own name of the machine, e.g. `s-2vcpu-4gb`. */
  readonly size: string;
  /** Nodes to begin with; afterwards the autoscaler decides between `min` and `max`. */
  readonly count: number;
  /** Fewest nodes. */
  readonly min: number;
  /** Most nodes. */
  readonly max: number;
}

/** A group of equal nodes whose disk is chosen apart from the machine. */
export interface DiskedNodePoolSettings extends NodePoolSettings {
  /** Disk of each node, in GiB. */
  readonly disk: number;
}

/** When a cloud may upgrade a cluster by itself. */
export interface MaintenanceWindow {
  /** A day of the week in lower case, or `any`. */
  readonly day: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday" | "any";
  /** When it begins, in UTC, as `HH:MM`. */
  readonly start: string;
}

/** What every cluster that this program creates has. */
interface ProvisionedSettings {
  /** The cluster's name, as the cloud shows it. */
  readonly name: string;
  /** Refuse to delete or replace the cluster and what its data hangs on. */
  readonly protect: boolean;
  /** Keep a volume when its claim is deleted. */
  readonly retainVolumes: boolean;
}

/** A managed cluster of DigitalOcean. */
export interface DoksSettings extends ProvisionedSettings {
  readonly kind: "doks";
  /** Where it runs, e.g. `nyc1`. */
  readonly region: string;
  /** An exact version such as `1.34.1-do.2`, or `latest`: the newest on the day of creation. */
  readonly version: string;
  /** Three control plane nodes instead of one. */
  readonly highAvailability: boolean;
  /** Let DigitalOcean install patch versions in the maintenance window. */
  readonly autoUpgrade: boolean;
  readonly maintenance: MaintenanceWindow;
  /** Addresses of the VPC, e.g. `10.20.0.0/20`; undefined lets DigitalOcean choose free ones. */
  readonly vpcCidr?: string;
  readonly nodePool: NodePoolSettings;
  /** Destroy load balancers and volumes that the cluster made, together with it. */
  readonly destroyAssociated: boolean;
}

/** A managed cluster of AWS in a VPC of its own. */
export interface EksSettings extends ProvisionedSettings {
  readonly kind: "eks";
  /** Where it runs, e.g. `us-east-1`. */
  readonly region: string;
  /** Zones of its subnets, two or three. */
  readonly zones: readonly string[];
  /** Minor version of Kubernetes, e.g. `1.35`. */
  readonly version: string;
  /** Addresses of the VPC, /16 to /20. */
  readonly vpcCidr: string;
  /** `one` for all zones is cheaper; `per-zone` survives the loss of a zone. */
  readonly natGateways: "one" | "per-zone";
  readonly nodePool: DiskedNodePoolSettings;
  /** ARNs of the IAM roles and users, beside whoever creates the cluster, that may administer it. */
  readonly admins: readonly string[];
  /** From where the control plane can be reached over the internet, beside the VPC; empty closes it. */
  readonly publicAccess: readonly string[];
  /** How long control plane logs are kept, in days. */
  readonly logRetention: number;
}

/** A managed cluster of Google Cloud in a network of its own. */
export interface GkeSettings extends ProvisionedSettings {
  readonly kind: "gke";
  /** The Google Cloud project; undefined takes the provider's own. */
  readonly project?: string;
  /** A region, for a control plane and nodes in three zones, or one zone. */
  readonly location: string;
  readonly region: string;
  /** Zones of the nodes. */
  readonly zones: readonly string[];
  readonly releaseChannel: "rapid" | "regular" | "stable" | "extended";
  readonly maintenance: MaintenanceWindow;
  /** Addresses of nodes, pods and Services, /11 to /15. */
  readonly networkCidr: string;
  readonly nodePool: DiskedNodePoolSettings;
  /** Nodes have no public addresses, and reach the internet through Cloud NAT. */
  readonly privateNodes: boolean;
}

/** A cluster on this machine. */
export interface MinikubeSettings {
  readonly kind: "minikube";
  /** Profile of minikube, and so the kubectl context. */
  readonly name: string;
  /** What runs the node, e.g. `docker`. */
  readonly driver: string;
  /** `stable`, `latest` or an exact version such as `v1.36.2`. */
  readonly version: string;
  /** CPUs of each node. */
  readonly cpus: number;
  /** Memory of each node, in MiB. */
  readonly memory: number;
  /** Disk of each node, in GiB. */
  readonly disk: number;
  /** Number of nodes. */
  readonly nodes: number;
  readonly addons: readonly string[];
  /** Last bytes of the addresses that load balancers get, on minikube's own network. */
  readonly loadBalancerRange: { readonly from: number; readonly to: number };
}

/** A cluster that exists already: K3s, on-prem, any other. */
export interface KubeconfigSettings {
  readonly kind: "kubeconfig";
  readonly name: string;
  /** The kubeconfig file; undefined takes the one given as secret, or kubectl's own choice. */
  readonly path?: string;
  /** Context in the kubeconfig; undefined takes its current one. */
  readonly context?: string;
  /** The class for volumes holding data. */
  readonly storageClass: StorageClassSpec;
  /** The class where latency counts. @default the same */
  readonly fastStorageClass?: StorageClassSpec;
  /** The class of volumes that many nodes mount at once, such as NFS. @default there is none */
  readonly sharedStorageClass?: StorageClassSpec;
  readonly loadBalancer: LoadBalancerKind;
  readonly metricsServer: boolean;
  readonly networkPolicy: boolean;
  /** Its nodes, for the plan's checks and the rehearsal. */
  readonly nodePools: readonly NodePool[];
}

/** The cluster of another stack. */
export interface StackSettings {
  readonly kind: "stack";
  /** `organization/project/stack`, `project/stack` or `stack`. */
  readonly reference: string;
}

/** What a stack says about its cluster, with every default applied. */
export type ClusterSettings =
  | DoksSettings
  | EksSettings
  | GkeSettings
  | MinikubeSettings
  | KubeconfigSettings
  | StackSettings;
