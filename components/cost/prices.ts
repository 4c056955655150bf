import type { Cloud } from "../cluster/node-shapes";
import { perMonth } from "./monthly-cost";

/** USD per month of what a cloud sells beside machines; us-east-1 of AWS, us-central1 of Google, any of DigitalOcean. */
export interface CloudPrices {
  /** The control plane as a plain one, and what high availability adds where that is a choice. */
  readonly controlPlane: number;
  readonly highAvailability: number;
  /** One load balancer without its traffic. */
  readonly loadBalancer: number;
  /** A GiB of a volume for data, of one where latency counts, and of a node's disk. */
  readonly volume: number;
  readonly fastVolume: number;
  readonly nodeDisk: number;
  /** One NAT gateway without its traffic. */
  readonly natGateway: number;
  /** What each node adds to NAT. */
  readonly natPerNode: number;
  /** A public IPv4 address in use. */
  readonly address: number;
  /** A GiB that leaves for the internet, within the first terabyte of a month. */
  readonly egress: number;
}

/**
 * List prices, without taxes, discounts and free tiers. Those of control planes, NAT gateways of AWS, egress of Google,
 * basic Droplets and RDS were found again on the day of `pricesOf` in pages of 2026; the others are the providers'
 * lists as last known, to be compared with the pages below before anybody relies on them.
 *
 * @see https://docs.digitalocean.com/products/kubernetes/details/pricing/
 * @see https://docs.digitalocean.com/products/networking/load-balancers/details/pricing/
 * @see https://docs.digitalocean.com/products/volumes/details/pricing/
 * @see https://aws.amazon.com/eks/pricing/ (standard support of a version)
 * @see https://aws.amazon.com/elasticloadbalancing/pricing/
 * @see https://aws.amazon.com/vpc/pricing/ (NAT gateways, addresses)
 * @see https://aws.amazon.com/ebs/pricing/ (gp3)
 * @see https://cloud.google.com/kubernetes-engine/pricing (one zonal cluster of a billing account is free)
 * @see https://cloud.google.com/compute/disks-image-pricing (pd-balanced, pd-ssd)
 * @see https://cloud.google.com/vpc/network-pricing (forwarding rules, premium tier)
 * @see https://cloud.google.com/nat/pricing
 */
export const cloudPrices: Readonly<Record<Cloud, CloudPrices>> = {
  doks: {
    controlPlane: 0,
    highAvailability: 40,
    loadBalancer: 12,
    volume: 0.1,
    fastVolume: 0.1,
    // A Droplet comes with its disk, and with a public address.
    nodeDisk: 0,
    natGateway: 0,
    natPerNode: 0,
    address: 0,
    egress: 0.01,
  },
  eks: {
    controlPlane: perMonth(0.1),
    highAvailability: 0,
    loadBalancer: perMonth(0.0225),
    volume: 0.08,
    fastVolume: 0.08,
    nodeDisk: 0.08,
    natGateway: perMonth(0.045),
    natPerNode: 0,
    address: perMonth(0.005),
    egress: 0.09,
  },
  gke: {
    controlPlane: perMonth(0.1),
    highAvailability: 0,
    loadBalancer: perMonth(0.025),
    volume: 0.1,
    fastVolume: 0.17,
    nodeDisk: 0.1,
    natGateway: 0,
    natPerNode: perMonth(0.0014),
    address: perMonth(0.005),
    egress: 0.12,
  },
};

/** USD per month of the key that encrypts an EKS cluster's secrets. @see https://aws.amazon.com/kms/pricing/ */
export const encryptionKey = 1;
