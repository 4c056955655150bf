import { isIP } from "node:net";
import { z } from "zod";
import { type DnsSettings, dnsProviders } from "../../components/platform/dns/contract";

const domainName = /^(?=.{1,253}$)([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

const domain = z.string().regex(domainName, { error: "write a domain in lower case, such as example.com" });

const zone = z.union([
  domain,
  z.strictObject({
    domain: domain.describe("The zone's domain, such as example.com."),
    id: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/, {
        error: "write the provider's own name of the zone: letters, digits and hyphens",
      })
      .describe("Id of the zone at Route 53 or Cloudflare, or name of the managed zone in Cloud DNS."),
  }),
]);

const target = z.string().refine((text) => isIP(text) !== 0 || domainName.test(text), {
  error: "write an address such as 203.0.113.7, or a host name such as lb.example.com",
});

/** What a stack may set of DNS. */
export const dnsSchema = z
  .strictObject({
    enabled: z.boolean().describe("Use DNS zones at all. Default: whether there is a provider."),
    provider: z
      .enum(dnsProviders)
      .describe(
        "Who has the DNS zones. Pods get their rights from the cluster's own cloud (route53 on eks, google on gke), or by " +
          "secrets: DNS_CLOUDFLARE_TOKEN, DNS_DIGITALOCEAN_TOKEN, DNS_AWS_ACCESS_KEY_ID with DNS_AWS_SECRET_ACCESS_KEY, " +
          "DNS_GOOGLE_KEY. Default: none; records are made by hand.",
      ),
    zones: z
      .array(zone)
      .min(1)
      .describe(
        "Public zones that exist already, by domain, or as { domain, id }. Default: domain; on gke the managed zone that is " +
          "called like it, with hyphens for dots.",
      ),
    records: z.boolean().describe("Write records for all hosts of routes, by external-dns. Default: true."),
    policy: z
      .enum(["upsert-only", "sync"])
      .describe(
        "upsert-only never removes a record, so that no mistake takes a host off the net; sync removes those of routes that " +
          "are gone, if external-dns wrote them. Default: upsert-only.",
      ),
    target: target.describe("What records point at. Default: the cluster's load balancer."),
    project: z
      .string()
      .regex(/^[a-z][-a-z0-9]{4,28}[a-z0-9]$/, { error: "write the id of a Google Cloud project, such as my-project" })
      .describe("Google Cloud's project that has the zones; for google alone. Default: the cluster's."),
  })
  .partial()
  .describe("DNS: records for hosts, and the zones in which certificates.challenge: dns01 proves whose they are.");

/** What a stack says of DNS. */
export type DnsOverrides = z.infer<typeof dnsSchema>;

/** The settings of DNS with what a stack leaves out; undefined where it has none. */
export function resolveDns(overrides: DnsOverrides | undefined, stackDomain: string): DnsSettings | undefined {
  const { enabled = true, policy = "upsert-only", project, provider, records = true, target, zones } = overrides ?? {};
  if (!enabled || provider === undefined) return undefined;
  return {
    provider,
    zones: (zones ?? [stackDomain]).map((one) => (typeof one === "string" ? { domain: one } : one)),
    records,
    policy,
    ...(target === undefined ? {} : { target }),
    ...(project === undefined ? {} : { project }),
  };
}
