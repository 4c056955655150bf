import type { ClusterKind } from "../components/cluster/contract";
import type { PlannedResource } from "./ordering";

/** How long something typically takes to be made, and how we know. */
export interface Latency {
  readonly seconds: number;
  readonly source: string;
}

const logs = (seconds: number, said: string): Latency => ({
  seconds,
  source: `published Terraform logs, read 2026-11-21: ${said}`,
});
const guess = (seconds: number, why: string): Latency => ({ seconds, source: `assumed: ${why}` });
const call = guess(1, "one call to the cloud's API");
const grant = guess(2, "IAM answers in 1–2 s");

/** Typical latencies by type; add-ons of EKS and releases by name as well. */
export const latencies: Readonly<Record<string, Latency>> = {
  "digitalocean:index/vpc:Vpc": call,
  "digitalocean:index/kubernetesCluster:KubernetesCluster": logs(288, "4m12s and 5m23s, nodes included"),

  "aws:ec2/vpc:Vpc": logs(12, "11–25 s"),
  "aws:ec2/subnet:Subnet": logs(10, "1–10 s, those with public addresses longest"),
  "aws:ec2/natGateway:NatGateway": logs(107, "median of 9, 1m25s–2m5s"),
  "aws:ec2/launchTemplate:LaunchTemplate": logs(6, "6 s"),
  "aws:iam/role:Role": grant,
  "aws:iam/rolePolicy:RolePolicy": grant,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": grant,
  "aws:kms/key:Key": logs(28, "12–29 s"),
  "aws:eks/cluster:Cluster": logs(
    585,
    "median of 14, 8m21s–11m23s, among them github.com/terraform-aws-modules/terraform-aws-eks/pull/3218",
  ),
  "aws:eks/nodeGroup:NodeGroup": logs(120, "median of 13, 58s–5m47s"),
  "aws:eks/addon:Addon vpc-cni": logs(35, "24–35 s before there are nodes"),
  "aws:eks/addon:Addon eks-pod-identity-agent": logs(24, "24 s"),
  "aws:eks/addon:Addon kube-proxy": logs(30, "24–35 s"),
  "aws:eks/addon:Addon coredns": logs(15, "14–56 s"),
  "aws:eks/addon:Addon aws-ebs-csi-driver": logs(45, "45 s"),
  "aws:eks/addon:Addon metrics-server": logs(45, "45 s"),

  "gcp:compute/network:Network": logs(22, "22–23 s"),
  "gcp:compute/subnetwork:Subnetwork": logs(21, "median of 10, 4–23 s"),
  "gcp:compute/router:Router": logs(22, "22 s"),
  "gcp:compute/routerNat:RouterNat": logs(12, "median of 5, 11–23 s"),
  "gcp:compute/firewall:Firewall": logs(12, "11–22 s"),
  "gcp:serviceaccount/account:Account": guess(10, "the provider waits until it can be used"),
  "gcp:projects/iAMMember:IAMMember": guess(8, "a read, a write and a check of the project's policy"),
  "gcp:container/cluster:Cluster": logs(373, "6m13s with its first node pool removed; others 5m25s–9m22s"),
  "gcp:container/nodePool:NodePool": logs(94, "median of 4, 64–116 s"),

  "kubernetes:apps/v1:Deployment": guess(30, "20–40 s: an image of 100–200 MB, then the first readiness answer"),
  "kubernetes:apps/v1:StatefulSet": guess(45, "as a Deployment, and a volume to make and attach"),
  "Release prometheus-operator-crds": guess(12, "ten large definitions, no pods"),
  "Release ingress-nginx": guess(
    60,
    "two hooks, two pods, and a load balancer whose name is known at once: 48–68 s in logs",
  ),
  "Release ingress-nginx on doks": guess(180, "its pods meanwhile; the load balancer takes 2–5 min"),
  "Release ingress-nginx on gke": guess(90, "its pods, and an address after 40–60 s"),
  "Release cert-manager": logs(34, "median of 6, 20s–2m11s"),
  "Release dapr": guess(60, "five kinds of pods, three of each with high availability, volumes for one"),
  "Release kube-prometheus-stack": logs(137, "2m17s; two hooks, volumes, the operator's pods"),
  "Release loki": guess(60, "one pod with a volume, ready 30 s after it starts"),
  "Release alloy": guess(30, "one pod a node"),
  "Release metrics-server": logs(27, "27 s"),
  "Release cluster-autoscaler": guess(25, "one pod"),
  "pulumi:pulumi:StackReference": guess(1, "one read of another stack's state"),
};

/** What isn't in the table is one call: a Kubernetes object that nobody waits for, a route, a role. */
const otherwise = call;
const nothing: Latency = { seconds: 0, source: "made in the program's own process" };

/** The name by which a resource stands in the table. */
export function latencyKey(
  { type, inputs, name }: Pick<PlannedResource, "type" | "name" | "inputs">,
  kind: ClusterKind,
): string {
  if (type === "aws:eks/addon:Addon") return `${type} ${String(inputs["addonName"])}`;
  if (type !== "kubernetes:helm.sh/v3:Release") return type;
  return `Release ${name} on ${kind}` in latencies ? `Release ${name} on ${kind}` : `Release ${name}`;
}

/** How long a resource of that name takes. */
export function latencyOf(key: string): Latency {
  if (key.startsWith("pulumi:providers:") || key.startsWith("random:")) return nothing;
  return latencies[key] ?? otherwise;
}

/** How long a resource takes on a kind of cluster. */
export function secondsOf(resource: PlannedResource, kind: ClusterKind): number {
  return latencyOf(latencyKey(resource, kind)).seconds;
}
