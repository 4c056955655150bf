import type { Input, Unwrap } from "@pulumi/pulumi";

/** The private network of an AWS cluster. */
export interface AwsNetwork {
  readonly cloud: "aws";
  readonly region: string;
  readonly vpcId: Input<string>;
  /** Addresses of the VPC. */
  readonly cidr: string;
  readonly privateSubnetIds: readonly Input<string>[];
  /** Security group of the nodes, and so of the pods. */
  readonly nodeSecurityGroup: Input<string>;
}

/** The private network of a Google Cloud cluster. */
export interface GoogleNetwork {
  readonly cloud: "google";
  readonly region: string;
  /** The project's name. */
  readonly project: Input<string>;
  /** The network's own id, `projects/…/global/networks/…`. */
  readonly networkId: Input<string>;
}

/** The private network of a DigitalOcean cluster. */
export interface DigitalOceanNetwork {
  readonly cloud: "digitalocean";
  readonly region: string;
  readonly vpcId: Input<string>;
  /** Addresses of the VPC. */
  readonly cidr: Input<string>;
  readonly clusterId: Input<string>;
}

/** What services of the cluster's cloud need to know to be reached from it, and from nowhere else. */
export type ClusterNetwork = AwsNetwork | GoogleNetwork | DigitalOceanNetwork;

/** The same as plain values, as another stack gets it. */
export type SharedNetwork = Unwrap<ClusterNetwork>;

const fields = {
  aws: ["region", "vpcId", "cidr", "nodeSecurityGroup"],
  google: ["region", "project", "networkId"],
  digitalocean: ["region", "vpcId", "cidr", "clusterId"],
} as const satisfies Readonly<Record<ClusterNetwork["cloud"], readonly string[]>>;

/** Whether what another stack exports is a network. */
export function isSharedNetwork(value: unknown): value is SharedNetwork {
  if (typeof value !== "object" || value === null) return false;
  const record = value as Readonly<Record<string, unknown>>;
  const cloud = (["aws", "google", "digitalocean"] as const).find((known) => known === record["cloud"]);
  if (cloud === undefined || !fields[cloud].every((field) => typeof record[field] === "string")) return false;
  const subnets = record["privateSubnetIds"];
  return cloud !== "aws" || (Array.isArray(subnets) && subnets.every((subnet) => typeof subnet === "string"));
}
