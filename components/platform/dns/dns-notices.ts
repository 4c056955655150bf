import type { PlatformSettings } from "../contract";

/** What destroy leaves behind at the DNS provider, with the way to remove it. */
export function keptRecords({ dns }: PlatformSettings): readonly string[] {
  if (dns?.records !== true) return [];
  const zones = dns.zones.map(({ domain }) => domain).join(", ");
  const why =
    dns.policy === "sync"
      ? "external-dns goes together with the Ingresses, mostly before it could remove their records (take the routes out " +
        "and run pulumi up before destroy, and it does)"
      : "external-dns never removes one (platform.dns.policy: sync makes it remove those of routes that are taken out)";
  return [
    `The records that external-dns wrote into ${zones}, as ${why}: remove them at the provider; each has a TXT record ` +
      "beside it that begins with its type and -owner.",
  ];
}
