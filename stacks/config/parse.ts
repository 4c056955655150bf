import type { ClusterConfig } from "./cluster-schema";
import { resolveCluster } from "./cluster-schema";
import { resolvePlatform } from "./platform-schema";
import { sentences } from "./messages";
import { plainSecrets } from "./plain-secrets";
import { configSchema, secretName, type ParsedConfig } from "./schema";
import { imageReference, mirrorImage } from "../../components/image-reference";
import { applicationErrors } from "../../components/application/checks";
import type { Application } from "../../components/application/contract";
import type { Environment } from "../../components/environment";
import type { PlatformSettings } from "../../components/platform/contract";
import { UsageError } from "../../components/errors";
import { unmetNeeds } from "../needs";
import { loadSystem, type SystemName } from "../systems";

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

/** A stack's configuration: checked, complete and frozen; secrets are elsewhere. */
export interface StackConfig {
  readonly system: SystemName;
  readonly environment: Environment;
  readonly cluster: ClusterConfig;
  readonly domain: string;
  readonly platform: PlatformSettings;
  readonly application: Application;
  /** Names of the supplied secrets that the configuration holds. */
  readonly secretNames: readonly string[];
}

/** JSON for keys that hold objects; any other text is itself. */
function decode(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

interface Split {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
  readonly errors: readonly string[];
}

/** Settings and secrets apart; secrets in plain text, and settings that look like secrets, are refused. */
function split(raw: RawConfig): Split {
  const settings: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const errors: string[] = [];
  let secrets: Readonly<Record<string, unknown>> = {};
  for (const [fullKey, text] of Object.entries(raw.values)) {
    if (!fullKey.startsWith(`${projectName}:`)) continue;
    const key = fullKey.slice(projectName.length + 1);
    const encrypted = raw.secretKeys.includes(fullKey);
    const value = decode(text);
    if (key !== "secrets") {
      settings[key] = value;
      if (encrypted) errors.push(`${raw.file}: ${key} is encrypted, but isn't a secret; set it again without --secret.`);
      for (const { path, shape } of plainSecrets(value, key)) {
        errors.push(`${raw.file}: ${path} looks like ${shape}; take it out of the file, treat it as leaked, and keep secrets under secrets: pulumi config set --secret --path 'secrets.NAME'.`);
      }
    } else if (typeof value !== "object" || value === null || Array.isArray(value)) {
      errors.push(`${raw.file}: secrets must be a map of names to encrypted values; set each with: pulumi config set --secret --path 'secrets.NAME'.`);
    } else {
      secrets = value as Readonly<Record<string, unknown>>;
      const names = Object.keys(secrets);
      if (!encrypted && names.length > 0) {
        errors.push(`${raw.file}: secrets (${names.join(", ")}) are in plain text; take them out of the file, treat them as leaked, and set each with: pulumi config set --secret --path 'secrets.NAME'.`);
      }
      for (const name of names) {
        if (!secretName.test(name)) errors.push(`${raw.file}: secrets.${name} can't be a secret's name; use capitals, digits and underscores, such as DATABASE_URL.`);
        else if (typeof secrets[name] !== "string" || secrets[name] === "") errors.push(`${raw.file}: secrets.${name} must be a text that isn't empty; set it with: pulumi config set --secret --path 'secrets.${name}'.`);
      }
    }
  }
  return { settings, secrets, errors };
}

function tagOf(config: ParsedConfig, workload: string, missing: Set<string>): string {
  if (typeof config.imageTag === "string") return config.imageTag;
  const tags = config.imageTag;
  const tag = Object.hasOwn(tags, workload) ? tags[workload] : tags["default"];
  if (tag === undefined) missing.add(workload);
  return tag ?? "missing";
}

async function describe(config: ParsedConfig, platform: PlatformSettings, file: string, shared: boolean): Promise<{ application: Application; errors: readonly string[] }> {
  const system = await loadSystem(config.system);
  const missing = new Set<string>();
  const mirrored = (reference: string): string => mirrorImage(reference, platform.mirrors.images);
  const application = system.describe({
    environment: config.environment,
    domain: config.domain,
    mirrored,
    image: (repository, workload) => mirrored(imageReference(repository, tagOf(config, workload, missing))),
  });
  const tags = typeof config.imageTag === "string" ? [] : Object.keys(config.imageTag);
  const unknown = tags.filter((name) => name !== "default" && !Object.hasOwn(application.workloads, name));
  return {
    application,
    errors: [
      ...[...missing].map((name) => `${file}: imageTag has no tag for workload ${name}; add imageTag.${name}, or imageTag.default for all others.`),
      ...unknown.map((name) => `${file}: imageTag.${name} names no workload of ${config.system}; workloads: ${Object.keys(application.workloads).join(", ")}.`),
      ...(shared ? [] : unmetNeeds(application, platform).map((error) => `${file}: ${error}`)),
      ...applicationErrors(application).map((error) => `stacks/systems/${config.system}.ts: ${error}`),
    ],
  };
}

/** One readable message for all that is wrong. */
export function refuse(file: string, errors: readonly string[]): UsageError {
  const count = errors.length === 1 ? "1 mistake" : `${String(errors.length)} mistakes`;
  return new UsageError([`${file} has ${count}; nothing was changed.`, ...errors.map((error) => `  - ${error}`)].join("\n"));
}

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const child of Object.values(value)) freeze(child);
  }
  return value;
}

/**
 * The configuration of a stack, checked as a whole.
 *
 * @throws UsageError with a sentence for every mistake of the file.
 */
export async function parseConfig(raw: RawConfig): Promise<StackConfig> {
  const { settings, secrets, errors } = split(raw);
  const parsed = configSchema.safeParse(settings, { reportInput: false });
  const found = [...errors, ...(parsed.success ? [] : sentences(parsed.error.issues, { file: raw.file, value: settings }, configSchema))];
  if (!parsed.success) throw refuse(raw.file, found);
  const config = parsed.data;
  const platform = resolvePlatform(config.platform, config.environment);
  const cluster = resolveCluster(config.cluster, config.environment);
  const { application, errors: wrong } = await describe(config, platform, raw.file, cluster.kind === "stack");
  if (found.length + wrong.length > 0) throw refuse(raw.file, [...found, ...wrong]);
  return freeze({
    system: config.system,
    environment: config.environment,
    domain: config.domain,
    cluster,
    platform,
    application,
    secretNames: Object.keys(secrets),
  });
}
