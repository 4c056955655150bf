import { secretName } from "../../components/application/secrets";
import { decodedValue } from "./decoded-value";
import { plainSecrets } from "./plain-secrets";

/** The prefix of this project's keys. */
export const projectName = "rootstock";

/** A stack's configuration as the engine holds it: texts by full key, objects as JSON. */
export interface RawConfig {
  /** File that the values come from, for messages. */
  readonly file: string;
  readonly values: Readonly<Record<string, string>>;
  /** Full keys whose values are encrypted. */
  readonly secretKeys: readonly string[];
}

/** A configuration with its secrets apart from its settings. */
export interface SplitConfig {
  /** Settings by short key; encrypted ones, which are mistakes, are left out. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Whether the setting at a path is named by one of the errors already. */
  readonly isNamed: (path: readonly PropertyKey[]) => boolean;
  /** Names of the supplied secrets. */
  readonly secretNames: readonly string[];
  /** Mistakes, as sentences. */
  readonly errors: readonly string[];
}

const setSecret = (name: string): string => `pulumi config set --secret --path 'secrets.${name}'`;

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is wrong with the map of secrets; no message shows a value. */
function secretMapErrors(secrets: unknown, encrypted: boolean): readonly string[] {
  if (!isMap(secrets)) {
    return [`secrets must be a map of names to encrypted values; set each with: ${setSecret("NAME")}.`];
  }
  const names = Object.keys(secrets);
  if (!encrypted && names.length > 0) {
    return [
      `secrets (${names.join(", ")}) are in plain text; take them out of the file, treat them as leaked, and set each with: ${setSecret("NAME")}.`,
    ];
  }
  return names.flatMap((name) => {
    if (!secretName.test(name)) {
      return [`secrets.${name} can't be a secret's name; use capitals, digits and underscores, such as DATABASE_URL.`];
    }
    const value = secrets[name];
    return typeof value === "string" && value !== ""
      ? []
      : [`secrets.${name} must be a text that isn't empty; set it with: ${setSecret(name)}.`];
  });
}

/** Settings and secrets apart; secrets in plain text, and settings that look like secrets, are refused. */
export function splitConfig(raw: RawConfig): SplitConfig {
  const own = Object.entries(raw.values)
    .filter(([key]) => key.startsWith(`${projectName}:`))
    .map(([key, text]) => ({
      key: key.slice(projectName.length + 1),
      ...decodedValue(key.slice(projectName.length + 1), text),
      encrypted: raw.secretKeys.includes(key),
    }));
  const settings = own.filter(({ key }) => key !== "secrets");
  const secrets = own.find(({ key }) => key === "secrets");
  const plain = settings.filter(({ encrypted }) => !encrypted);
  const encrypted = settings.filter((setting) => setting.encrypted).map(({ key }) => key);
  const leaked = plain.flatMap(({ key, value }) => plainSecrets(value, key));
  const errors = [
    ...own.flatMap((setting) => setting.errors),
    ...encrypted.map((key) => `${key} is encrypted, but isn't a secret; set it again without --secret.`),
    ...leaked.map(
      ({ path, shape }) =>
        `${path} looks like ${shape}; take it out of the file, treat it as leaked, and keep secrets under secrets: ${setSecret("NAME")}.`,
    ),
    ...(secrets === undefined ? [] : secretMapErrors(secrets.value, secrets.encrypted)),
  ];
  return {
    settings: Object.fromEntries(plain.map(({ key, value }) => [key, value])),
    isNamed: (path) => encrypted.includes(String(path[0])) || leaked.some((leak) => leak.path === path.join(".")),
    secretNames: isMap(secrets?.value) ? Object.keys(secrets.value) : [],
    errors: errors.map((error) => `${raw.file}: ${error}`),
  };
}
