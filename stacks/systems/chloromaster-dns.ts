import type { ClusterKind } from "../../components/cluster/contract";
import type { DnsProvider } from "../../components/platform/dns/contract";
import type { PlatformOverrides } from "../config/platform-schema";

/**
 * Who has the zone of ChloroMaster's domain: the cluster's own cloud. The plan draws Route 53 in front of a cluster on
 * GKE; there it is Cloud DNS. Elsewhere nobody has it, and records are made by hand.
 */
const zoneAt: Partial<Readonly<Record<ClusterKind, DnsProvider>>> = {
  doks: "digitalocean",
  eks: "route53",
  gke: "google",
};

/**
 * Records and certificates for hosts of the domain, without anybody's hand. Challenges are answered in the zone too, so
 * that a certificate is there before a host leads to the cluster, and behind Cloudflare's cache.
 */
export function publicNames(
  issuer: "staging" | "production",
  kind: ClusterKind | undefined,
): Pick<PlatformOverrides, "certificates" | "dns"> {
  const provider = kind === undefined ? undefined : zoneAt[kind];
  if (provider === undefined) return { certificates: { issuer } };
  return { certificates: { issuer, challenge: "dns01" }, dns: { provider } };
}
