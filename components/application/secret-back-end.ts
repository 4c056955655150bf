/** A secret store outside of the cluster that External Secrets reads. */
export type ExternalStore =
  | {
      readonly kind: "aws";
      readonly region: string;
      /** ARN of the IAM role that may read the entry. @default the identity of External Secrets' own pods (Pod Identity) */
      readonly role?: string;
    }
  | { readonly kind: "gcp"; readonly project: string }
  | { readonly kind: "vault"; readonly address: string; readonly role: string };

/**
 * Where the values of an application's secrets live. Whichever it is, workloads stay as they are.
 * - `state`: generated ones and supplied ones in the stack's encrypted state;
 * - `external-secrets`: an {@link ExternalStore}, one entry with a property for each secret;
 * - `sealed-secrets`: encrypted texts in the stack's file, which only the cluster's controller can read;
 * - `vault`: Vault's agent writes them into the pods.
 */
export type SecretBackEnd =
  | { readonly kind: "state" }
  | {
      readonly kind: "external-secrets";
      readonly store: ExternalStore;
      /** Name of the entry; in Vault with the mount first: `secret/juniper-canopy/prod`. */
      readonly entry: string;
    }
  | { readonly kind: "sealed-secrets"; readonly sealed: Readonly<Record<string, string>> }
  | {
      readonly kind: "vault";
      /** Entry of a KV engine, version 2, as its API has it: `secret/data/prod/app`. */
      readonly path: string;
      readonly role: string;
    };

/** How often a secret was changed, and when last: shown on the Secret, and a change of it rolls the pods. */
export interface SecretVersion {
  readonly version: number;
  /** Day of the last change, e.g. `2026-11-20`. */
  readonly rotated: string;
  /** The value before it is accepted as well, by those who take two. @default false */
  readonly previous?: boolean;
}

/** Versions of secrets by name; one that isn't there is in its first version and was never changed. */
export type SecretVersions = Readonly<Record<string, SecretVersion>>;
