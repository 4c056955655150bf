import type { Application } from "../../components/application/contract";
import type { PlatformSettings } from "../../components/platform/contract";
import { isIn } from "../dns-records";

/** Routes whose certificates Let's Encrypt gives only for a record in their zone, which nobody could write. */
export function wildcardErrors(
  { routes = [], tls }: Application,
  { certificates, dns }: Pick<PlatformSettings, "certificates" | "dns">,
): readonly string[] {
  if (tls === "none") return [];
  const zones = certificates.challenge === "dns01" ? (dns?.zones ?? []) : [];
  return routes
    .filter(({ host }) => host.startsWith("*.") && !zones.some(({ domain }) => isIn(host, domain)))
    .map(
      ({ host, to }) =>
        `The route to ${to} has the host "${host}", which Let's Encrypt certifies only by a record in its zone; ` +
        "set platform.certificates.challenge to dns01 and platform.dns to who has the zone, or give the route a host without an asterisk.",
    );
}
