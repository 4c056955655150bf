import type { ProviderResource } from "@pulumi/pulumi";
import type { ClusterHandle } from "../components/cluster/contract";
import { UsageError } from "../components/errors";
import type { PlatformDns, PlatformSettings } from "../components/platform/contract";
import type {
  CloudDnsAccess,
  DnsAccess,
  DnsAddOn,
  DnsProvider,
  DnsSettings,
  Route53Access,
  TokenAccess,
  ZoneIds,
} from "../components/platform/dns/contract";
import { dnsSecrets } from "./config/dns-secrets";
import type { LoadedConfig } from "./config/load";
import { projectName } from "./config/raw";

/** What access to DNS is made of. */
interface AccessArgs {
  readonly dns: DnsSettings;
  /** Who changes records. */
  readonly addOns: readonly DnsAddOn[];
  /** The ids of zones that the stack itself names. */
  readonly zoneIds: ZoneIds;
  readonly secrets: LoadedConfig["secrets"];
  readonly cluster: Pick<ClusterHandle, "aws" | "network">;
  /** The provider that made the cluster, where this stack did. */
  readonly cloud?: ProviderResource;
}

/** Who changes records on a platform with these settings. */
function addOnsOf({ certificates, dns }: PlatformSettings): readonly DnsAddOn[] {
  return [
    ...(dns?.records === true ? (["external-dns"] as const) : []),
    ...(certificates.enabled && certificates.challenge === "dns01" ? (["cert-manager"] as const) : []),
  ];
}

/**
 * How the platform gets at its DNS zones; undefined where it has none. A cloud gives rights to its own pods; elsewhere,
 * or where the stack says so, it is done by secrets. The packages of a cloud are loaded for its own zones only.
 *
 * @param cloud the provider that made the cluster, where this stack did
 */
export async function platformDns(
  config: Pick<LoadedConfig, "platform" | "secrets" | "context">,
  cluster: Pick<ClusterHandle, "aws" | "network">,
  cloud?: ProviderResource,
): Promise<PlatformDns | undefined> {
  const { dns } = config.platform;
  if (dns === undefined) return undefined;
  const { stackName, system } = config.context;
  const access = await accessOf({
    dns,
    addOns: addOnsOf(config.platform),
    zoneIds: Object.fromEntries(dns.zones.flatMap(({ domain, id }) => (id === undefined ? [] : [[domain, id]]))),
    secrets: config.secrets,
    cluster,
    ...(cloud === undefined ? {} : { cloud }),
  });
  return { access, owner: `${projectName}-${system}-${stackName}` };
}

function accessOf(args: AccessArgs): Promise<DnsAccess> | DnsAccess {
  const { provider } = args.dns;
  switch (provider) {
    case "cloudflare":
    case "digitalocean":
      return tokenAccess(args, provider);
    case "route53":
      return route53Access(args);
    case "google":
      return cloudDnsAccess(args);
  }
}

function tokenAccess({ secrets, zoneIds }: AccessArgs, provider: TokenAccess["provider"]): TokenAccess {
  const token = secrets[dnsSecrets[provider][0].name];
  if (token === undefined) throw unknownPods(provider);
  return { provider, zoneIds, token };
}

async function route53Access({ addOns, cloud, cluster, dns, secrets, zoneIds }: AccessArgs): Promise<Route53Access> {
  const [accessKeyId, secretAccessKey] = dnsSecrets.route53.map(({ name }) => secrets[name]);
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    // Route 53 is in no region; requests are signed for this one.
    return { provider: "route53", region: "us-east-1", zoneIds, key: { accessKeyId, secretAccessKey } };
  }
  const { aws } = cluster;
  if (aws === undefined) throw unknownPods("route53");
  const { Route53Identities } = await import("../components/platform/dns/route53-identities");
  const opts = cloud === undefined ? {} : { providers: { aws: cloud } };
  return new Route53Identities("dns", { aws, zones: dns.zones, addOns }, opts).access;
}

async function cloudDnsAccess({ addOns, cloud, cluster, dns, secrets, zoneIds }: AccessArgs): Promise<CloudDnsAccess> {
  const clusterProject = cluster.network?.cloud === "google" ? cluster.network.project : undefined;
  const project = dns.project ?? clusterProject;
  if (project === undefined) throw unknownPods("google");
  const key = secrets[dnsSecrets.google[0].name];
  if (key !== undefined) return { provider: "google", project, zoneIds, key };
  if (clusterProject === undefined) throw unknownPods("google");
  const { CloudDnsIdentities } = await import("../components/platform/dns/cloud-dns-identities");
  const opts = cloud === undefined ? {} : { providers: { gcp: cloud } };
  return new CloudDnsIdentities("dns", { clusterProject, project, zones: dns.zones, addOns }, opts).access;
}

/** What the check of the configuration refuses before, in more words. */
function unknownPods(provider: DnsProvider): UsageError {
  const names = dnsSecrets[provider].map(({ name }) => `secrets.${name}`).join(" and ");
  return new UsageError(
    `platform.dns.provider is "${provider}", which knows none of this cluster's pods; supply ${names}.`,
  );
}
