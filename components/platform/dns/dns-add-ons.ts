import type { Resource } from "@pulumi/pulumi";
import type { CertManagerArgs } from "../add-ons/cert-manager";
import { ExternalDns, type ExternalDnsArgs } from "../add-ons/external-dns";
import type { IngressNginxArgs } from "../add-ons/ingress-nginx";
import type { PlatformArgs } from "../contract";

type DnsArgs = Pick<PlatformArgs, "dns" | "settings">;

/** What the ingress controller is told of DNS: the address that records point at, where it isn't its own. */
export function publishedAddress({ settings }: DnsArgs): Pick<IngressNginxArgs, "publishedAddress"> {
  return settings.dns?.target === undefined ? {} : { publishedAddress: settings.dns.target };
}

/** What cert-manager is told of DNS, where it answers challenges there. */
export function dnsChallenges({ dns, settings }: DnsArgs): Pick<CertManagerArgs, "dns01"> {
  return settings.certificates.challenge === "http01" || settings.dns === undefined || dns === undefined
    ? {}
    : { dns01: { access: dns.access, zones: settings.dns.zones.map(({ domain }) => domain) } };
}

/** Installs external-dns where records are to be written. */
export function installExternalDns(
  { dns, settings }: DnsArgs,
  context: Omit<ExternalDnsArgs, "settings" | "access" | "owner">,
  parent: Resource,
): void {
  if (settings.dns?.records === true && dns !== undefined) {
    new ExternalDns("external-dns", { ...context, settings: settings.dns, ...dns }, { parent });
  }
}
