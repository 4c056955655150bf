import type { Input, Resource } from "@pulumi/pulumi";

/** The services that can hold the platform's DNS zones. */
export const dnsProviders = ["route53", "cloudflare", "google", "digitalocean"] as const;

/** One of the {@link dnsProviders}. */
export type DnsProvider = (typeof dnsProviders)[number];

/** A public zone that exists already at the provider. */
export interface DnsZone {
  /** Its domain, e.g. `example.com`. */
  readonly domain: string;
  /**
   * The provider's own name of the zone: Route 53's and Cloudflare's id, Cloud DNS' name of the managed zone.
   * @default found by its domain; on GKE the domain with hyphens for dots, which is how zones are usually called
   */
  readonly id?: string;
}

/** How Let's Encrypt is shown that a host is ours: over HTTP through the ingress, or by a record in its zone. */
export type Challenge = "http01" | "dns01";

/** The resolved settings of DNS. */
export interface DnsSettings {
  readonly provider: DnsProvider;
  readonly zones: readonly DnsZone[];
  /** Whether external-dns writes a record for every host that an Ingress has in these zones. */
  readonly records: boolean;
  /**
   * Whether external-dns removes the records of hosts that are gone. `upsert-only` never removes one: a mistake that
   * empties the cluster of Ingresses takes no domain off the net, and old records are removed by hand. `sync` removes
   * those that it made itself, told by the TXT record beside each.
   */
  readonly policy: "upsert-only" | "sync";
  /** What records point at. @default the address of the cluster's load balancer */
  readonly target?: string;
  /** Google Cloud's project that has the zones. @default the cluster's own */
  readonly project?: string;
}

/** The add-ons that change records. */
export type DnsAddOn = "external-dns" | "cert-manager";

/** An AWS access key; both parts are secret. */
export interface AwsAccessKey {
  readonly accessKeyId: Input<string>;
  readonly secretAccessKey: Input<string>;
}

/** Ids of zones by domain; of those that aren't in it, pods find the id by themselves. */
export type ZoneIds = Readonly<Record<string, Input<string>>>;

/** Route 53, by roles that pods get from EKS, or by an access key. */
export interface Route53Access {
  readonly provider: "route53";
  readonly region: string;
  readonly zoneIds: ZoneIds;
  /** @default pods have roles */
  readonly key?: AwsAccessKey;
  /** What gives an add-on's pods their role, which they only get when they start after it. */
  readonly identities?: Partial<Readonly<Record<DnsAddOn, Resource>>>;
}

/** Cloud DNS, by Workload Identity, or by the key of a service account. */
export interface CloudDnsAccess {
  readonly provider: "google";
  readonly project: Input<string>;
  readonly zoneIds: ZoneIds;
  /** The key file of a service account, JSON; secret. @default pods have grants of their own */
  readonly key?: Input<string>;
}

/** Cloudflare or DigitalOcean, by a token. */
export interface TokenAccess {
  readonly provider: "cloudflare" | "digitalocean";
  readonly zoneIds: ZoneIds;
  /** Secret. */
  readonly token: Input<string>;
}

/** By what the pods that change records show the provider who they are, and what they need to find the zones. */
export type DnsAccess = Route53Access | CloudDnsAccess | TokenAccess;
