import type { ClusterKind } from "../components/cluster/contract";
import { latencyOf } from "./latencies";
import type { Task } from "./schedule";

/** A step that no deployment of such a stack can leave out, with what it can't start before, and why. */
export interface Step {
  /** Name in the table of latencies. */
  readonly id: string;
  readonly after: readonly string[];
  readonly because: string;
}

/** Parts that a stack consists of; of the platform, what it installs itself. */
export interface Parts {
  readonly ingress: boolean;
  readonly certificates: boolean;
  readonly dapr: boolean;
  readonly monitoring: boolean;
  readonly logs: boolean;
  /** The application has routes. */
  readonly routes: boolean;
  /** The application has pods with volumes. */
  readonly volumes: boolean;
}

/** The kinds whose clusters are made by a cloud, and the one that another stack has. */
export type TimedKind = Extract<ClusterKind, "doks" | "eks" | "gke" | "stack">;

const step = (id: string, because: string, ...after: readonly string[]): Step => ({ id, after, because });

const provider = "pulumi:providers:kubernetes";

/** Where pods can run. */
const nodes = {
  doks: "digitalocean:index/kubernetesCluster:KubernetesCluster",
  eks: "aws:eks/nodeGroup:NodeGroup",
  gke: "gcp:container/nodePool:NodePool",
  stack: provider,
} as const satisfies Record<TimedKind, string>;

const clusters: Readonly<Record<TimedKind, readonly Step[]>> = {
  doks: [
    step("digitalocean:index/vpc:Vpc", "a cluster can't be moved to another VPC later"),
    step(nodes.doks, "comes with its first nodes", "digitalocean:index/vpc:Vpc"),
    step(provider, "its address and certificate", nodes.doks),
  ],
  eks: [
    step("aws:ec2/vpc:Vpc", "everything else lies in it"),
    step("aws:ec2/subnet:Subnet", "the control plane and the nodes get addresses of them", "aws:ec2/vpc:Vpc"),
    step("aws:kms/key:Key", "Secrets are encrypted by a key of our own, which can't be added without a long update"),
    step("aws:eks/cluster:Cluster", "the control plane", "aws:ec2/subnet:Subnet", "aws:kms/key:Key"),
    step("aws:ec2/natGateway:NatGateway", "nodes in private subnets fetch images through it", "aws:ec2/subnet:Subnet"),
    step(nodes.eks, "pods need nodes", "aws:eks/cluster:Cluster", "aws:ec2/natGateway:NatGateway"),
    step(provider, "its address and certificate", "aws:eks/cluster:Cluster"),
  ],
  gke: [
    step("gcp:compute/network:Network", "everything else lies in it"),
    step("gcp:compute/subnetwork:Subnetwork", "pods and Services get addresses of it", "gcp:compute/network:Network"),
    step(
      "gcp:container/cluster:Cluster",
      "the control plane; its first node pool, which can't be left out, is removed",
      "gcp:compute/subnetwork:Subnetwork",
    ),
    step(
      nodes.gke,
      "pods need nodes; a pool of its own can be replaced without the cluster",
      "gcp:container/cluster:Cluster",
    ),
    step(provider, "its address and certificate", "gcp:container/cluster:Cluster"),
  ],
  stack: [
    step("pulumi:pulumi:StackReference", "the owner tells the address of its cluster"),
    step(provider, "its address and certificate", "pulumi:pulumi:StackReference"),
  ],
};

const definitions = "Release prometheus-operator-crds";
const namespace = "kubernetes:core/v1:Namespace";

function ingressOf(kind: TimedKind): string {
  return kind === "doks" || kind === "gke" ? `Release ingress-nginx on ${kind}` : "Release ingress-nginx";
}

function platformSteps(kind: TimedKind, parts: Parts): readonly Step[] {
  const pods = [nodes[kind], namespace];
  const monitors = parts.monitoring ? [step(definitions, "the kinds of monitors and rules; no pods", provider)] : [];
  return [
    ...monitors,
    ...(parts.ingress
      ? [step(ingressOf(kind), "its pods need nodes; it is there once its load balancer is", ...pods)]
      : []),
    ...(parts.certificates ? [step("Release cert-manager", "its pods need nodes", ...pods)] : []),
    ...(parts.dapr ? [step("Release dapr", "its pods need nodes", ...pods)] : []),
    ...(parts.monitoring
      ? [
          step(
            "Release kube-prometheus-stack",
            "its pods need nodes, its own monitors their kinds",
            ...pods,
            definitions,
          ),
        ]
      : []),
    ...(parts.logs ? [step("Release loki", "its pod needs a node", ...pods)] : []),
  ];
}

/**
 * The steps that can't be left out, by what physically depends on what: the least that any tool must wait for, with the
 * same settings. What may be there later, or at the same time, waits for nothing here.
 */
export function necessity(kind: TimedKind, parts: Parts): readonly Step[] {
  return [
    ...clusters[kind],
    step(namespace, "objects need their namespace", provider),
    ...platformSteps(kind, parts),
    step("kubernetes:core/v1:Secret", "the pods refer to it by the name that it gets", namespace),
    step(
      "kubernetes:apps/v1:Deployment",
      "pods that start before Dapr's injector answers have no sidecar",
      nodes[kind],
      "kubernetes:core/v1:Secret",
      ...(parts.dapr ? ["Release dapr"] : []),
    ),
    ...(parts.volumes
      ? [step("kubernetes:apps/v1:StatefulSet", "its pods need nodes", nodes[kind], "kubernetes:core/v1:Secret")]
      : []),
    ...(parts.routes
      ? [
          step(
            "kubernetes:networking.k8s.io/v1:Ingress",
            "the controller's webhook must answer",
            namespace,
            ...(parts.ingress ? [ingressOf(kind)] : []),
          ),
        ]
      : []),
  ];
}

/** Whether one step has to wait for another, at once or by way of others. */
export function mustWait(steps: readonly Step[], id: string, other: string): boolean {
  const after = steps.find((known) => known.id === id)?.after ?? [];
  return after.includes(other) || after.some((earlier) => mustWait(steps, earlier, other));
}

/** The steps as tasks. */
export function necessaryTasks(steps: readonly Step[]): readonly Task[] {
  return steps.map(({ id, after }) => ({ id, after, seconds: latencyOf(id).seconds }));
}
