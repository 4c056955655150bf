import type { Application } from "../components/application/contract";
import { ingressGroups } from "../components/application/routes";
import type { LoadBalancer } from "../components/platform/contract";

/** A record that a person has to make. */
export interface DnsRecord {
  readonly host: string;
  /** Where the host is a zone's own name, which takes no CNAME, the provider's ALIAS or ANAME. */
  readonly type: "A" | "CNAME";
  readonly value: string;
}

/** Every host of an application and its platform, each once. */
export function publishedHosts(application: Application, grafanaHost?: string): readonly string[] {
  const hosts = ingressGroups(application).flatMap(({ certificateHosts }) => certificateHosts);
  return [...new Set([...hosts, ...(grafanaHost === undefined ? [] : [grafanaHost])])];
}

/** Whether a host lies in a domain. */
export function isIn(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/** The records for hosts that nobody else writes, as far as an address is known. */
export function recordsByHand(
  hosts: readonly string[],
  zones: readonly string[],
  loadBalancer: LoadBalancer | undefined,
): readonly DnsRecord[] {
  if (loadBalancer === undefined) return [];
  const type = loadBalancer.kind === "ip" ? "A" : "CNAME";
  return hosts
    .filter((host) => !zones.some((zone) => isIn(host, zone)))
    .map((host) => ({ host, type, value: loadBalancer.value }));
}
