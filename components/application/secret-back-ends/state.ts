import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { SecretVersions } from "../secret-back-end";
import type { SecretValues } from "../secret-values";
import type { SecretSource } from "../secrets";
import type { Child, Metadata } from "../workload-args";
import type { SecretObject, SecretObjects } from "./secret-objects";
import { renderedText, secretsBehind, secretsOf, textParts } from "./secret-text";
import { versionAnnotations } from "./secret-versions";

/** Secrets whose values are in the stack's encrypted state. */
export class StateSecrets implements SecretObjects {
  constructor(
    private readonly values: SecretValues,
    private readonly sources: Readonly<Record<string, SecretSource>>,
    private readonly versions: SecretVersions,
  ) {}

  make(object: SecretObject, metadata: Metadata, child: Child): pulumi.Output<string> {
    const { name, entries, labels, type } = object;
    const names = [...new Set(Object.values(entries).flatMap((text) => secretsBehind(text, this.sources)))];
    return new k8s.core.v1.Secret(
      name,
      {
        metadata: {
          ...metadata,
          labels: { ...metadata.labels, ...labels },
          annotations: versionAnnotations(names, this.versions, this.sources),
        },
        ...(type === undefined ? {} : { type }),
        immutable: true,
        stringData: Object.fromEntries(Object.entries(entries).map(([key, text]) => [key, this.#text(text, object)])),
      },
      child,
    ).metadata.name;
  }

  #text(text: string, { values }: SecretObject): pulumi.Input<string> {
    const parts = textParts(text);
    const names = secretsOf(parts);
    if (names.length === 0) return text;
    return pulumi.all(names.map((name) => this.values.get(name))).apply((known) => {
      const byName = new Map(names.map((name, index) => [name, known[index] ?? ""]));
      return renderedText(parts, (name) => {
        const value = byName.get(name) ?? "";
        return values === "json" ? JSON.stringify(value) : value;
      });
    });
  }
}
