import * as pulumi from "@pulumi/pulumi";
import { customResource } from "../custom-resources";
import type { SecretVersions } from "../secret-back-end";
import type { SecretSource } from "../secrets";
import type { Child, Metadata } from "../workload-args";
import { derivedName } from "./derived-name";
import type { SecretObject, SecretObjects } from "./secret-objects";
import { leafParts, renderedText, secretsBehind, secretsOf } from "./secret-text";
import { versionAnnotations } from "./secret-versions";

/** Any Secret of the namespace may hold a text that was encrypted for the namespace. */
const namespaceWide = { "sealedsecrets.bitnami.com/namespace-wide": "true" };

/** What Sealed Secrets makes Secrets from. */
export interface SealedSecretsArgs {
  /** Encrypted texts by the name of the secret. */
  readonly sealed: Readonly<Record<string, string>>;
  readonly sources: Readonly<Record<string, SecretSource>>;
  readonly versions: SecretVersions;
  /** What must exist before: the definition. */
  readonly gates: readonly pulumi.Resource[];
}

/** Secrets that the controller of Sealed Secrets decrypts in the cluster. */
export class SealedSecrets implements SecretObjects {
  constructor(private readonly args: SealedSecretsArgs) {}

  make(object: SecretObject, metadata: Metadata, child: Child): pulumi.Output<string> {
    const { gates, sealed, sources, versions } = this.args;
    const { entries, labels, type, values } = object;
    const leaves = [...new Set(Object.values(entries).flatMap((text) => secretsOf(leafParts(text, sources))))].sort();
    const texts = Object.entries(entries)
      .filter(([key, text]) => text !== `{{${key}}}` || !leaves.includes(key))
      .map(([key, text]): [string, string] => [
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
      // Checked before anything is made: none is missing.
      encryptedData: Object.fromEntries(leaves.map((name) => [name, sealed[name] ?? ""])),
      template: {
        ...(type === undefined ? {} : { type }),
        immutable: true,
        metadata: {
          labels: { ...metadata.labels, ...labels },
          annotations: { ...namespaceWide, ...annotations },
        },
        ...(texts.length === 0 ? {} : { data: Object.fromEntries(texts) }),
      },
    };
    const name = derivedName(object.name, spec);
    const made = customResource(
      "SealedSecret",
      object.name,
      { ...metadata, name, annotations: { ...namespaceWide, ...annotations } },
      { spec },
      { ...child, dependsOn: [...gates] },
    );
    return pulumi.output(made.metadata).apply(() => name);
  }
}
