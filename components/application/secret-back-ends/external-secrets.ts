import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { customResource } from "../custom-resources";
import type { ExternalStore, SecretBackEnd, SecretVersions } from "../secret-back-end";
import type { SecretSource } from "../secrets";
import type { Child, Metadata } from "../workload-args";
import { derivedName } from "./derived-name";
import type { SecretObject, SecretObjects } from "./secret-objects";
import { leafParts, renderedText, secretsBehind, secretsOf } from "./secret-text";
import { versionAnnotations } from "./secret-versions";

/** The name of the store in the namespace, and of the identity that reads it. */
const secretStoreName = "secret-store";

type ExternalBackEnd = Extract<SecretBackEnd, { readonly kind: "external-secrets" }>;

/** What tokens for Vault are made out to: nobody else takes them, nor does Vault without it in the role. */
export const vaultAudience = "vault";

/** In Vault an entry begins with the engine's mount. */
function mountAndKey(entry: string): readonly [mount: string, key: string] {
  const [mount = "", ...rest] = entry.split("/");
  return [mount, rest.join("/")];
}

/** The name of the entry as External Secrets takes it. */
function entryKey({ entry, store }: ExternalBackEnd): string {
  return store.kind === "vault" ? mountAndKey(entry)[1] : entry;
}

/**
 * The provider of a SecretStore.
 *
 * @see https://external-secrets.io/latest/provider/aws-secrets-manager/ and its neighbours
 */
function providerOf({ entry, store }: ExternalBackEnd): Record<string, unknown> {
  const identity = { name: secretStoreName };
  switch (store.kind) {
    case "aws":
      return {
        aws: {
          service: "SecretsManager",
          region: store.region,
          ...(store.role === undefined ? {} : { auth: { jwt: { serviceAccountRef: identity } } }),
        },
      };
    case "gcp":
      return { gcpsm: { projectID: store.project, auth: { workloadIdentity: { serviceAccountRef: identity } } } };
    case "vault":
      return {
        vault: {
          server: store.address,
          path: mountAndKey(entry)[0],
          version: "v2",
          auth: {
            kubernetes: {
              mountPath: "kubernetes",
              role: store.role,
              serviceAccountRef: { ...identity, audiences: [vaultAudience] },
            },
          },
        },
      };
  }
}

/** What the store's identity has to be told of the cloud. */
function identityAnnotations(store: ExternalStore): Record<string, string> {
  return store.kind === "aws" && store.role !== undefined ? { "eks.amazonaws.com/role-arn": store.role } : {};
}

/** What External Secrets makes Secrets from. */
export interface ExternalSecretsArgs {
  readonly backEnd: ExternalBackEnd;
  readonly sources: Readonly<Record<string, SecretSource>>;
  readonly versions: SecretVersions;
  /** What must exist before: the definitions and the admission webhook. */
  readonly gates: readonly pulumi.Resource[];
}

/** Secrets that External Secrets copies from a store outside of the cluster, every hour anew. */
export class ExternalSecrets implements SecretObjects {
  readonly #store: pulumi.Resource;

  /** Makes the namespace's SecretStore, and the identity that reads it. */
  constructor(
    private readonly args: ExternalSecretsArgs,
    metadata: Metadata,
    child: Child,
  ) {
    const { backEnd, gates } = args;
    const named = { ...metadata, name: secretStoreName };
    const account = new k8s.core.v1.ServiceAccount(
      secretStoreName,
      {
        metadata: { ...named, annotations: identityAnnotations(backEnd.store) },
        automountServiceAccountToken: false,
      },
      child,
    );
    this.#store = customResource(
      "SecretStore",
      secretStoreName,
      named,
      { spec: { provider: providerOf(backEnd) } },
      { ...child, dependsOn: [account, ...gates] },
    );
  }

  make(object: SecretObject, metadata: Metadata, child: Child): pulumi.Output<string> {
    const { backEnd, sources, versions } = this.args;
    const { entries, labels, type, values } = object;
    const leaves = [...new Set(Object.values(entries).flatMap((text) => secretsOf(leafParts(text, sources))))].sort();
    const texts = Object.entries(entries).map(([key, text]): [string, string] => [
      key,
      renderedText(leafParts(text, sources), (name) =>
        values === "json" ? `{{ .${name} | toJson }}` : `{{ .${name} }}`,
      ),
    ]);
    const annotations = versionAnnotations(
      [...new Set(Object.values(entries).flatMap((text) => secretsBehind(text, sources)))],
      versions,
      sources,
    );
    const spec = {
      refreshInterval: "1h",
      secretStoreRef: { kind: "SecretStore", name: secretStoreName },
      target: {
        creationPolicy: "Owner",
        template: {
          ...(type === undefined ? {} : { type }),
          engineVersion: "v2",
          metadata: { labels: { ...metadata.labels, ...labels }, annotations },
          data: Object.fromEntries(texts),
        },
      },
      data: leaves.map((name) => ({
        secretKey: name,
        remoteRef: { key: entryKey(backEnd), property: name },
      })),
    };
    const name = derivedName(object.name, [backEnd, spec]);
    const made = customResource(
      "ExternalSecret",
      object.name,
      { ...metadata, name, annotations },
      { spec },
      { ...child, dependsOn: [this.#store] },
    );
    return pulumi.output(made.metadata).apply(() => name);
  }
}
