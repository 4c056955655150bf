import type { ClusterKind } from "../../components/cluster/contract";
import type { PlatformSettings } from "../../components/platform/contract";
import { type DnsProvider, type DnsSettings, dnsProviders } from "../../components/platform/dns/contract";
import { dnsSecretNames, knowsPods } from "./dns-secrets";
import type { DnsOverrides } from "./platform-dns-schema";

/** What the checks look at. */
export interface DnsCheck {
  /** What the stack and its system say. */
  readonly overrides: DnsOverrides;
  readonly settings: Pick<PlatformSettings, "certificates" | "dns">;
  readonly cluster: { readonly kind: ClusterKind; readonly loadBalancer?: string };
  /** Names of the secrets that the stack supplies. */
  readonly secretNames: readonly string[];
  /** Hosts of the application. */
  readonly hosts: readonly string[];
}

const homes: Partial<Readonly<Record<DnsProvider, { readonly cloud: string; readonly kind: ClusterKind }>>> = {
  route53: { cloud: "AWS", kind: "eks" },
  google: { cloud: "Google Cloud", kind: "gke" },
};

/** Pods that the provider wouldn't know. */
function unknownPods(
  dns: DnsSettings,
  { cluster, secretNames }: Pick<DnsCheck, "cluster" | "secretNames">,
): readonly string[] {
  const names = dnsSecretNames(dns);
  const missing = names.filter((name) => !secretNames.includes(name));
  const home = homes[dns.provider];
  if (home === undefined || missing.length === 0) return [];
  const wanted = missing.map((name) => `secrets.${name}`).join(" and ");
  const [given] = names.filter((name) => !missing.includes(name));
  if (given !== undefined) return [`secrets.${given} is of no use without ${wanted}; set both, or remove it.`];
  if (knowsPods(dns.provider, cluster.kind)) return [];
  return [
    `platform.dns.provider is "${dns.provider}", but this cluster isn't on ${home.cloud}, which knows none of its pods; set ${wanted} ` +
      `with pulumi config set --secret, or choose another provider (cloudflare, digitalocean) or a cluster of kind ${home.kind}.`,
  ];
}

/** Settings that don't fit the provider or the cluster. */
function unfit(dns: DnsSettings, { cluster }: Pick<DnsCheck, "cluster">): readonly string[] {
  const google = dns.provider === "google";
  return [
    ...(dns.records && cluster.loadBalancer === "none" && dns.target === undefined
      ? [
          'cluster.loadBalancer is "none", so DNS records have nothing to point at; set platform.dns.target to the address of the nodes, or platform.dns.records to false.',
        ]
      : []),
    ...(dns.project !== undefined && !google
      ? [
          `platform.dns.project is "${dns.project}", but only Google Cloud has projects, and the provider is ${dns.provider}; remove it.`,
        ]
      : []),
    ...(dns.project === undefined && google && cluster.kind !== "gke"
      ? [
          "platform.dns.project is missing, and this cluster is in no project of Google Cloud; set it to the project that has the zones.",
        ]
      : []),
  ];
}

/**
 * Hosts that are a zone's own name, before a load balancer that has a name and no address: no zone takes a CNAME there.
 * Route 53 has aliases for AWS' load balancers, Cloudflare answers with the address behind the name.
 */
function nameless(dns: DnsSettings, { cluster, hosts }: Pick<DnsCheck, "cluster" | "hosts">): readonly string[] {
  const named = cluster.kind === "eks" || cluster.loadBalancer === "hostname";
  if (!named || !dns.records || dns.target !== undefined || !["google", "digitalocean"].includes(dns.provider))
    return [];
  return hosts
    .filter((host) => dns.zones.some(({ domain }) => domain === host))
    .map(
      (host) =>
        `platform.dns.provider is "${dns.provider}", which can't point ${host}, a zone's own name, at a load balancer that has a name and no address; ` +
        "set platform.dns.target to an address, choose route53 or cloudflare, or a host below the zone.",
    );
}

/** Settings that say something of DNS without a provider. */
function providerless({ enabled, provider, ...others }: DnsOverrides): readonly string[] {
  const said = [...(enabled === true ? ["enabled"] : []), ...Object.keys(others)];
  if (provider !== undefined || enabled === false || said.length === 0) return [];
  return [
    `platform.dns.provider is missing, so platform.dns.${said.join(" and platform.dns.")} would do nothing; set it to one of ${dnsProviders.join(", ")}.`,
  ];
}

/** Settings of DNS that contradict each other or the cluster, as sentences. */
export function dnsErrors(check: DnsCheck): readonly string[] {
  const { certificates, dns } = check.settings;
  const challenged = certificates.enabled && certificates.challenge === "dns01";
  const missing = providerless(check.overrides);
  if (dns === undefined) {
    return challenged && missing.length === 0
      ? [
          'platform.certificates.challenge is "dns01", but no DNS provider takes its records; set platform.dns.provider, or the challenge to http01.',
        ]
      : missing;
  }
  return [
    ...(dns.records || challenged
      ? []
      : [
          "platform.dns.records is false and platform.certificates.challenge is not dns01, so nothing uses platform.dns; change one of them, or remove platform.dns.",
        ]),
    ...unfit(dns, check),
    ...nameless(dns, check),
    ...unknownPods(dns, check),
  ];
}
