import * as k8s from "@pulumi/kubernetes";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import type { DnsAccess, DnsAddOn } from "./contract";

/** Keys of the Secret with a provider's credentials. */
export const credentialKeys = {
  accessKeyId: "access-key-id",
  secretAccessKey: "secret-access-key",
  serviceAccount: "credentials.json",
  token: "token",
} as const;

/** What the Secret holds; nothing where pods are known to the provider without one. */
function credentialEntries(access: DnsAccess): Readonly<Record<string, Input<string>>> {
  switch (access.provider) {
    case "route53":
      return access.key === undefined
        ? {}
        : {
            [credentialKeys.accessKeyId]: access.key.accessKeyId,
            [credentialKeys.secretAccessKey]: access.key.secretAccessKey,
          };
    case "google":
      return access.key === undefined ? {} : { [credentialKeys.serviceAccount]: access.key };
    case "cloudflare":
    case "digitalocean":
      return { [credentialKeys.token]: access.token };
  }
}

/** Where the Secret goes. */
export interface CredentialsPlace {
  readonly addOn: DnsAddOn;
  readonly namespace: Input<string>;
  readonly provider: k8s.Provider;
  readonly parent: Resource;
}

/**
 * The Secret with the provider's credentials in an add-on's namespace, under a name of its own for each content, so
 * that a new token starts new pods; undefined where pods need none.
 */
export function createDnsCredentials(access: DnsAccess, place: CredentialsPlace): Output<string> | undefined {
  const { addOn, namespace, parent, provider } = place;
  const entries = credentialEntries(access);
  if (Object.keys(entries).length === 0) return undefined;
  return new k8s.core.v1.Secret(
    `${addOn}-dns-credentials`,
    { metadata: { namespace }, immutable: true, stringData: entries },
    { parent, provider },
  ).metadata.name;
}
