import { isPreviousValue, keepsPrevious, previousName } from "../components/application/previous-values";
import { referencesOf, type SecretSource } from "../components/application/secrets";
import { withStores } from "../components/application/stores/expansion";
import { UsageError } from "../components/errors";
import { nearest } from "../components/nearest";
import type { StackConfig } from "../stacks/config/parse";
import { type SecretAge, secretAge, usualDays } from "./secret-age";
import { type SecretChange, secretChange } from "./secret-change";

/** A secret with a value of its own, as a stack has it. */
export interface StackSecret {
  readonly name: string;
  readonly version: number;
  /** Day of its last change; undefined where nobody has written it down. */
  readonly rotated?: string;
  /** Days after which it must be changed. */
  readonly days: number | "never";
  readonly age: SecretAge;
  readonly change: SecretChange;
  /** Who takes it accepts two values. */
  readonly keepsPrevious: boolean;
  /** The value before the last change is accepted as well. */
  readonly previous: boolean;
}

/** What {@link stackSecrets} asks of a stack. */
export type StackWithSecrets = Pick<StackConfig, "application" | "secretBackEnd" | "secretVersions">;

/** A source of a value that depends on no other secret. */
type OwnValue = Extract<SecretSource, { readonly from: "generated" | "supplied" }>;

function hasOwnValue(entry: [string, SecretSource]): entry is [string, OwnValue] {
  const [, { from }] = entry;
  return from === "generated" || from === "supplied";
}

/**
 * The secrets of a stack that can be changed each by itself, sorted: not what is composed of others.
 *
 * @param today the day of which ages are told
 */
export function stackSecrets(config: StackWithSecrets, stack: string, today: string): readonly StackSecret[] {
  const { application, secretBackEnd: backEnd, secretVersions: versions } = config;
  const sources = withStores(application).secrets ?? {};
  return Object.entries(sources)
    .filter(hasOwnValue)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, source]) => {
      const { version = 1, rotated, previous = false } = versions[name] ?? {};
      const days = source.rotateEveryDays ?? usualDays;
      return {
        name,
        version,
        ...(rotated === undefined ? {} : { rotated }),
        days,
        age: secretAge(rotated, days, today),
        change: secretChange(name, source, { application, backEnd, stack }),
        keepsPrevious: keepsPrevious(source),
        previous,
      };
    });
}

/** Why a name is none of the secrets that can be changed, and what to do instead. */
export function unchangeable(name: string, config: StackWithSecrets, known: readonly StackSecret[]): UsageError {
  const sources = withStores(config.application).secrets ?? {};
  const source = sources[name];
  if (isPreviousValue(name, sources)) {
    const of = Object.keys(sources).find((other) => previousName(other) === name) ?? name;
    return new UsageError(`${name} is the value of ${of} before its last rotation; rotate ${of}.`);
  }
  if (source?.from === "composed") {
    const parts = referencesOf(source.template);
    return new UsageError(
      parts.length === 0
        ? `${name} is a text without secrets in it; there is nothing to rotate.`
        : `${name} is composed of ${parts.join(", ")}; rotate ${parts.length === 1 ? "that" : "those"}.`,
    );
  }
  if (source?.from === "store")
    return new UsageError(
      `${name} is the connection to ${source.store}, whose password its own service keeps; change it there, and run rootstock up.`,
    );
  const names = known.map((secret) => secret.name);
  const close = nearest(name, names);
  return new UsageError(
    `${name} is no secret of ${config.application.name}${close === undefined ? "" : ` (did you mean ${close}?)`}; there are ${names.join(", ") || "none"}.`,
  );
}
