/** A secret store outside of the cluster that External Secrets reads. */
export type ExternalStore =
  | { readonly kind: "aws"; readonly region: string }
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
  | { readonly kind: "external-secrets"; readonly store: ExternalStore; readonly entry: string }
  | { readonly kind: "sealed-secrets"; readonly sealed: Readonly<Record<string, string>> }
  | { readonly kind: "vault"; readonly path: string; readonly role: string };

/** How often a secret was changed, and when last: shown on the Secret, and a change of it rolls the pods. */
export interface SecretVersion {
  readonly version: number;
  /** Day of the last change, e.g. `2026-11-20`. */
  readonly rotated: string;
}
