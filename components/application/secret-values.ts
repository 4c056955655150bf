import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { UsageError } from "../errors";
import type { SecretVersions } from "./secret-back-end";
import { versionOf } from "./secret-back-ends/secret-versions";
import { type GeneratedSecret, referencesOf, type SecretSource, type SuppliedSecret, secretReference } from "./secrets";
import { connectionText, type StoreConnection } from "./stores/connection";

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
      case "generated":
        return this.#random(name, source, versionOf(this.versions, name));
      case "previous": {
        const of = this.sources[source.of];
        if (of?.from !== "generated") throw new Error(`${source.of} isn't generated`);
        return this.#random(source.of, of, versionOf(this.versions, source.of) - 1);
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

  /** A random value of a version. Two versions of a value that is kept are there at a time, and have names of their own. */
  #random(name: string, { bytes: length, encoding, keepPrevious }: GeneratedSecret, version: number) {
    const first = name.toLowerCase().replaceAll("_", "-");
    const { previous = false, version: latest } = this.versions[name] ?? { version: 1 };
    const own = keepPrevious === true && version > 1;
    const oldest = version === (previous ? latest - 1 : latest);
    const bytes = new random.RandomBytes(
      own ? `${first}-v${String(version)}` : first,
      // Without keepers at first, so that values made before there were versions stay.
      { length, ...(version === 1 ? {} : { keepers: { version: String(version) } }) },
      // Values had one name in every version before two were kept.
      { ...this.opts, ...(own && oldest ? { aliases: [{ name: first }] } : {}) },
    );
    return encoding === "hex" ? bytes.hex : bytes.base64;
  }
}

/** The sentence for a secret that nobody supplied. */
function missingSecret(name: string, source: SuppliedSecret): string {
  return `Secret ${name} is missing (${source.description}); set it with: pulumi config set --secret --path 'secrets.${name}'`;
}
