import * as compute from "@pulumi/gcp/compute";
import { ComponentResource, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import { vpcNativeRanges } from "./cidr";

/** Arguments of {@link GkeNetwork}. */
export interface GkeNetworkArgs {
  readonly region: string;
  /** Addresses of nodes, pods and Services. */
  readonly cidr: string;
  /** Nodes have no public addresses: they need Cloud NAT, and webhooks on them a way in from the control plane. */
  readonly privateNodes: boolean;
}

/** Names of the subnet's secondary ranges. */
export const rangeNames = { pods: "pods", services: "services" } as const;

/** A VPC-native network of the cluster's own: one subnet with ranges for pods and Services, and Cloud NAT. */
export class GkeNetwork extends ComponentResource {
  /** The Google Cloud project that the network, and so the cluster, belongs to. */
  readonly project: Output<string>;
  readonly networkId: Output<string>;
  readonly subnetworkId: Output<string>;
  /** Addresses of the control plane. */
  readonly controlPlane: string;
  /** What must exist before nodes can reach the internet, and stay until they are gone. */
  readonly internet: readonly Resource[];

  constructor(name: string, args: GkeNetworkArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:cluster:GkeNetwork", name, {}, opts);
    const { region } = args;
    const ranges = vpcNativeRanges(args.cidr);
    const network = new compute.Network(`${name}-network`, { autoCreateSubnetworks: false }, { parent: this });
    const subnetwork = new compute.Subnetwork(
      `${name}-subnetwork`,
      {
        region,
        network: network.id,
        ipCidrRange: ranges.nodes,
        privateIpGoogleAccess: true,
        secondaryIpRanges: [
          { rangeName: rangeNames.pods, ipCidrRange: ranges.pods },
          { rangeName: rangeNames.services, ipCidrRange: ranges.services },
        ],
      },
      { parent: this },
    );
    this.controlPlane = ranges.controlPlane;
    this.internet = args.privateNodes ? [createNat(this, name, region, network)] : [];
    if (args.privateNodes) admitControlPlane(this, name, network, ranges);
    this.project = network.project;
    this.networkId = network.id;
    this.subnetworkId = subnetwork.id;
    this.registerOutputs({ networkId: this.networkId });
  }
}

function createNat(parent: GkeNetwork, name: string, region: string, network: compute.Network): compute.RouterNat {
  const router = new compute.Router(`${name}-router`, { region, network: network.id }, { parent });
  return new compute.RouterNat(
    `${name}-nat`,
    {
      region,
      router: router.name,
      natIpAllocateOption: "AUTO_ONLY",
      sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
      logConfig: { enable: true, filter: "ERRORS_ONLY" },
    },
    { parent },
  );
}

/**
 * Google lets the control plane of private nodes reach them at ports 443 and 10250 only; admission webhooks listen at
 * others (ingress-nginx at 8443, Dapr at 4000).
 *
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/how-to/private-clusters#add_firewall_rules
 */
function admitControlPlane(
  parent: GkeNetwork,
  name: string,
  network: compute.Network,
  ranges: { readonly controlPlane: string },
): void {
  new compute.Firewall(
    `${name}-webhooks`,
    {
      network: network.id,
      direction: "INGRESS",
      sourceRanges: [ranges.controlPlane],
      allows: [{ protocol: "tcp", ports: ["1024-65535"] }],
    },
    { parent },
  );
}
