import type { ClusterKind } from "../../components/cluster/contract";
import type { DnsProvider, DnsSettings } from "../../components/platform/dns/contract";

/** A secret by which pods show a DNS provider who they are. */
export interface DnsSecret {
  readonly name: string;
  readonly description: string;
  readonly standIn: string;
}

/** The secrets of each provider. */
export const dnsSecrets = {
  route53: [
    {
      name: "DNS_AWS_ACCESS_KEY_ID",
      description: "id of an AWS access key that may change the records of the DNS zones",
      standIn: "stand-in-access-key-id",
    },
    {
      name: "DNS_AWS_SECRET_ACCESS_KEY",
      description: "the AWS access key that may change the records of the DNS zones",
      standIn: "stand-in-access-key",
    },
  ],
  google: [
    {
      name: "DNS_GOOGLE_KEY",
      description: "key file of a Google service account that may change the records of the DNS zones",
      standIn: '{"type":"service_account","private_key":"stand-in-google-key"}',
    },
  ],
  cloudflare: [
    {
      name: "DNS_CLOUDFLARE_TOKEN",
      description: "API token of Cloudflare with Zone:Read and DNS:Edit for the DNS zones and nothing else",
      standIn: "stand-in-cloudflare-token",
    },
  ],
  digitalocean: [
    {
      name: "DNS_DIGITALOCEAN_TOKEN",
      description: "API token of DigitalOcean with the scope domain and no other",
      standIn: "stand-in-digitalocean-token",
    },
  ],
} as const satisfies Readonly<Record<DnsProvider, readonly DnsSecret[]>>;

/** The cloud whose clusters give pods rights at a provider, without a secret. */
const homes: Readonly<Record<DnsProvider, ClusterKind | undefined>> = {
  route53: "eks",
  google: "gke",
  cloudflare: undefined,
  digitalocean: undefined,
};

/** Whether pods on this kind of cluster are known to the provider without a secret. */
export function knowsPods(provider: DnsProvider, kind: ClusterKind): boolean {
  return homes[provider] === kind;
}

/** What has to be supplied for the DNS of a stack. */
export function dnsSecretNeeds(dns: DnsSettings | undefined, kind: ClusterKind): readonly DnsSecret[] {
  return dns === undefined || kind === "stack" || knowsPods(dns.provider, kind) ? [] : dnsSecrets[dns.provider];
}

/** Names of the secrets that the DNS of a stack takes. */
export function dnsSecretNames(dns: DnsSettings | undefined): readonly string[] {
  return dns === undefined ? [] : dnsSecrets[dns.provider].map(({ name }) => name);
}
