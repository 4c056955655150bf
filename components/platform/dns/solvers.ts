import type { Input } from "@pulumi/pulumi";
import type { DnsAccess } from "./contract";
import { credentialKeys } from "./credentials";

/** What solvers of DNS-01 are told. */
export interface Dns01Args {
  readonly access: DnsAccess;
  /** Domains of the zones. */
  readonly zones: readonly string[];
  /** Name of the Secret with the credentials, in cert-manager's namespace. @default pods need none */
  readonly credentials?: Input<string>;
}

type Solver = Readonly<Record<string, unknown>>;

/** The provider's part of a solver for one zone, in cert-manager's words. */
function providerPart({ access, credentials }: Dns01Args, zone: string): Solver {
  const reference = (key: string): Solver => ({ name: credentials, key });
  const id = access.zoneIds[zone];
  switch (access.provider) {
    case "route53":
      return {
        route53: {
          region: access.region,
          ...(id === undefined ? {} : { hostedZoneID: id }),
          ...(credentials === undefined
            ? {}
            : {
                accessKeyIDSecretRef: reference(credentialKeys.accessKeyId),
                secretAccessKeySecretRef: reference(credentialKeys.secretAccessKey),
              }),
        },
      };
    case "google":
      return {
        cloudDNS: {
          project: access.project,
          ...(id === undefined ? {} : { hostedZoneName: id }),
          ...(credentials === undefined ? {} : { serviceAccountSecretRef: reference(credentialKeys.serviceAccount) }),
        },
      };
    case "cloudflare":
      return { cloudflare: { apiTokenSecretRef: reference(credentialKeys.token) } };
    case "digitalocean":
      return { digitalocean: { tokenSecretRef: reference(credentialKeys.token) } };
  }
}

/** A solver for each zone, which answers Let's Encrypt's challenges by TXT records in it, wildcards included. */
export function dns01Solvers(args: Dns01Args): readonly Solver[] {
  return args.zones.map((zone) => ({ selector: { dnsZones: [zone] }, dns01: providerPart(args, zone) }));
}
