import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { UsageError } from "../errors";
import type { SecretVersions } from "./secret-back-end";
import { connectionText, type StoreConnection } from "./stores/connection";

/** A value that Rootstock makes once and keeps in the stack's encrypted state. */
export interface GeneratedSecret {
  readonly from: "generated";
  /** Random bytes. */
  readonly bytes: number;
  readonly encoding: "hex" | "base64";
}

/** A value that a person supplies by `pulumi config set --secret`. */
export interface SuppliedSecret {
  readonly from: "supplied";
  /** What it is and where it comes from; shown when it is missing. */
  readonly description: string;
  /** A value of the right shape that stands in for it in plan and rehearsal. */
  readonly standIn: string;
}

/** A text with other secrets in it: `redis://:{{REDIS_PASSWORD}}@redis:6379/0`. */
export interface ComposedSecret {
  readonly from: "composed";
  readonly template: string;
}

/** How to reach a store, with its password; made when the store is. */
export interface ConnectionSecret {
  readonly from: "store";
  /** Name of the store. */
  readonly store: string;
  /**
   * Text with `{{host}}`, `{{port}}`, `{{database}}`, `{{user}}`, `{{password}}`, `{{sslmode}}` (`require` or `disable`)
   * and `{{tls}}` (`true` or `false`) in it. @default the store's URL
   */
  readonly template?: string;
}

/** Where a secret's value comes from. */
export type SecretSource = GeneratedSecret | SuppliedSecret | ComposedSecret | ConnectionSecret;

/** How to reach a store: its URL, or another `template` such as `Host={{host}};Password={{password}}`. */
export function connection(store: string, template?: string): ConnectionSecret {
  return { from: "store", store, ...(template === undefined ? {} : { template }) };
}

/** A secret of `bytes` random bytes. */
export function generated(bytes: number, encoding: "hex" | "base64" = "base64"): GeneratedSecret {
  return { from: "generated", bytes, encoding };
}

/** A secret that a person supplies; `standIn` has the right shape for plan and rehearsal. */
export function supplied(description: string, standIn: string): SuppliedSecret {
  return { from: "supplied", description, standIn };
}

/** A secret made of others: every `{{NAME}}` in the template becomes that secret's value. */
export function composed(template: string): ComposedSecret {
  return { from: "composed", template };
}

/** A secret in a template: `{{NAME}}`. */
export const secretReference = /\{\{([A-Z][A-Z0-9_]*)\}\}/g;

/** Names of the secrets that a template mentions. */
export function referencesOf(template: string): readonly string[] {
  return [...template.matchAll(secretReference)].map((match) => match[1] ?? "");
}

/** Names that secrets may have: those of environment variables. */
export const secretName = /^[A-Z][A-Z0-9_]{0,199}$/;

/**
 * Every secret that can't be named so, that is named somewhere but declared nowhere, and every circle of templates, as
 * sentences.
 */
export function secretErrors(sources: Readonly<Record<string, SecretSource>>): readonly string[] {
  const errors: string[] = [];
  const visit = (name: string, path: readonly string[]): void => {
    const source = sources[name];
    if (source === undefined) {
      errors.push(
        `Secret ${path.at(-1) ?? name} is composed of ${name}, which isn't declared; declared are ${Object.keys(sources).join(", ")}.`,
      );
    } else if (path.includes(name)) {
      errors.push(`Secret ${name} is composed of itself: ${[...path, name].join(" -> ")}.`);
    } else if (source.from === "composed") {
      for (const next of referencesOf(source.template)) visit(next, [...path, name]);
    }
  };
  for (const [name, source] of Object.entries(sources)) {
    if (!secretName.test(name))
      errors.push(`Secret "${name}" can't be named so; use capitals, digits and underscores, such as DATABASE_URL.`);
    if (source.from === "generated" && !(Number.isInteger(source.bytes) && source.bytes >= 16)) {
      errors.push(
        `Secret ${name} is generated from ${String(source.bytes)} bytes; the fewest that can't be guessed are 16.`,
      );
    }
    const odd =
      source.from === "composed" ? /\{\{[^}]*\}?\}?/.exec(source.template.replaceAll(secretReference, "")) : null;
    if (odd !== null)
      errors.push(
        `Secret ${name} has "${odd[0]}" in its template, which names no secret; write {{NAME}} in capitals, without spaces.`,
      );
    visit(name, []);
  }
  return [...new Set(errors)];
}

/** How to reach stores by their names; one that somebody else runs takes its address from a secret. */
export type StoreConnections = Readonly<
  Record<string, (secret: (name: string) => pulumi.Output<string>) => pulumi.Output<StoreConnection>>
>;

/** The values of an application's secrets, made when first asked for. */
export class SecretValues {
  readonly #values = new Map<string, pulumi.Output<string>>();

  /**
   * @param sources where each value comes from
   * @param suppliedValues what the stack's configuration supplies, by name
   * @param opts parent of the generated values
   * @param connections stores that are known only once they exist
   * @param versions with a new version a generated value is made anew
   */
  constructor(
    private readonly sources: Readonly<Record<string, SecretSource>>,
    private readonly suppliedValues: Readonly<Record<string, pulumi.Output<string>>>,
    private readonly opts: pulumi.ResourceOptions,
    private readonly connections: StoreConnections = {},
    private readonly versions: SecretVersions = {},
  ) {}

  /**
   * The value of one secret, always marked secret.
   *
   * @throws UsageError for a name that isn't declared, or supplied by nobody.
   */
  get(name: string): pulumi.Output<string> {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    const value = pulumi.secret(this.#make(name));
    this.#values.set(name, value);
    return value;
  }

  #make(name: string): pulumi.Output<string> {
    const source = this.sources[name];
    if (source === undefined) {
      throw new UsageError(
        `Secret ${name} is used but not declared; declared are ${Object.keys(this.sources).join(", ")}.`,
      );
    }
    switch (source.from) {
      case "generated": {
        const { version = 1 } = this.versions[name] ?? {};
        const bytes = new random.RandomBytes(
          name.toLowerCase().replaceAll("_", "-"),
          // Without keepers at first, so that values made before there were versions stay.
          { length: source.bytes, ...(version === 1 ? {} : { keepers: { version: String(version) } }) },
          this.opts,
        );
        return source.encoding === "hex" ? bytes.hex : bytes.base64;
      }
      case "supplied": {
        const value = this.suppliedValues[name];
        if (value === undefined) throw new UsageError(missingSecret(name, source));
        return value;
      }
      case "store": {
        const connection = this.connections[source.store];
        if (connection === undefined) {
          throw new UsageError(`Secret ${name} is the connection to "${source.store}", which nobody can reach.`);
        }
        return connection((secret) => this.get(secret)).apply((fields) => connectionText(fields, source));
      }
      case "composed": {
        const names = referencesOf(source.template);
        return pulumi.all(names.map((part) => this.get(part))).apply((parts) => {
          const values = new Map(names.map((part, index) => [part, parts[index] ?? ""]));
          return source.template.replaceAll(secretReference, (_, part: string) => values.get(part) ?? "");
        });
      }
    }
  }
}

/** The sentence for a secret that nobody supplied. */
function missingSecret(name: string, source: SuppliedSecret): string {
  return `Secret ${name} is missing (${source.description}); set it with: pulumi config set --secret --path 'secrets.${name}'`;
}
