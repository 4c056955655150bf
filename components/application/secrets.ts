/** How often a value has to be changed. */
export interface Rotation {
  /** Days after which it is due; `never` for what is no secret in itself, such as an address. @default 90 */
  readonly rotateEveryDays?: number | "never";
}

/** A value that Rootstock makes once and keeps in the stack's encrypted state. */
export interface GeneratedSecret extends Rotation {
  readonly from: "generated";
  /** Random bytes. */
  readonly bytes: number;
  readonly encoding: "hex" | "base64";
  /**
   * Who takes it accepts two values: the secret `NAME_PREVIOUS` is the value before the last rotation until that is
   * finished, and the same as `NAME` at all other times. @default false
   */
  readonly keepPrevious?: boolean;
}

/** The value that a generated secret had before its last rotation. */
export interface PreviousSecret {
  readonly from: "previous";
  readonly of: string;
}

/** A value that a person supplies by `pulumi config set --secret`. */
export interface SuppliedSecret extends Rotation {
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
export type SecretSource = GeneratedSecret | PreviousSecret | SuppliedSecret | ComposedSecret | ConnectionSecret;

/** How to reach a store: its URL, or another `template` such as `Host={{host}};Password={{password}}`. */
export function connection(store: string, template?: string): ConnectionSecret {
  return { from: "store", store, ...(template === undefined ? {} : { template }) };
}

/** A secret of `bytes` random bytes. */
export function generated(
  bytes: number,
  encoding: "hex" | "base64" = "base64",
  more: Pick<GeneratedSecret, "keepPrevious" | "rotateEveryDays"> = {},
): GeneratedSecret {
  return { from: "generated", bytes, encoding, ...more };
}

/** A secret that a person supplies; `standIn` has the right shape for plan and rehearsal. */
export function supplied(description: string, standIn: string, more: Rotation = {}): SuppliedSecret {
  return { from: "supplied", description, standIn, ...more };
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
