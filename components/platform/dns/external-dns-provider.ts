import type { Input } from "@pulumi/pulumi";
import type { ChartValue, ChartValues } from "../chart-values";
import type { DnsAccess } from "./contract";
import { credentialKeys } from "./credentials";

/** Where the key of a service account is mounted. */
const credentialsFolder = "/etc/dns-credentials";

/** An environment variable from the Secret with the credentials. */
function fromSecret(name: string, secret: Input<string>, key: string): ChartValue {
  return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}

/** The provider in external-dns' words, its credentials and its own arguments. */
interface ProviderValues {
  readonly name: string;
  readonly env?: readonly ChartValue[];
  readonly extraArgs?: ChartValues;
  readonly files?: Input<string>;
}

function providerOf(access: DnsAccess, credentials: Input<string> | undefined): ProviderValues {
  switch (access.provider) {
    case "route53":
      return {
        name: "aws",
        env: [
          { name: "AWS_DEFAULT_REGION", value: access.region },
          ...(credentials === undefined
            ? []
            : [
                fromSecret("AWS_ACCESS_KEY_ID", credentials, credentialKeys.accessKeyId),
                fromSecret("AWS_SECRET_ACCESS_KEY", credentials, credentialKeys.secretAccessKey),
              ]),
        ],
        extraArgs: { "aws-zone-type": "public" },
      };
    case "google":
      return {
        name: "google",
        extraArgs: { "google-project": access.project, "google-zone-visibility": "public" },
        ...(credentials === undefined
          ? {}
          : {
              env: [
                {
                  name: "GOOGLE_APPLICATION_CREDENTIALS",
                  value: `${credentialsFolder}/${credentialKeys.serviceAccount}`,
                },
              ],
              files: credentials,
            }),
      };
    case "cloudflare":
      return {
        name: "cloudflare",
        env: credentials === undefined ? [] : [fromSecret("CF_API_TOKEN", credentials, credentialKeys.token)],
      };
    case "digitalocean":
      return {
        name: "digitalocean",
        env: credentials === undefined ? [] : [fromSecret("DO_TOKEN", credentials, credentialKeys.token)],
      };
  }
}

/** The ids of all zones; none where one of them is known by its domain alone, which a filter by id would leave out. */
function zoneIdFilter({ zoneIds }: DnsAccess, domains: readonly string[]): readonly Input<string>[] {
  const ids = domains.flatMap((domain) => zoneIds[domain] ?? []);
  return ids.length === domains.length ? ids : [];
}

/**
 * The part of external-dns' values that its provider decides.
 *
 * Zones are named by their ids where those are known: a domain stands for the zones below it too, which the pods have
 * no right to read.
 */
export function externalDnsProvider(args: {
  readonly access: DnsAccess;
  readonly domains: readonly string[];
  readonly credentials?: Input<string>;
}): ChartValues {
  const { name, env = [], extraArgs = {}, files } = providerOf(args.access, args.credentials);
  const ids = zoneIdFilter(args.access, args.domains);
  return {
    provider: { name },
    domainFilters: args.domains,
    env,
    extraArgs: { ...extraArgs, ...(ids.length === 0 ? {} : { "zone-id-filter": ids }) },
    ...(files === undefined
      ? {}
      : {
          extraVolumes: [{ name: "dns-credentials", secret: { secretName: files } }],
          extraVolumeMounts: [{ name: "dns-credentials", mountPath: credentialsFolder, readOnly: true }],
        }),
  };
}
