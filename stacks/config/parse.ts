import type { Application } from "../../components/application/contract";
import type { SecretBackEnd, SecretVersions } from "../../components/application/secret-back-end";
import { secretName } from "../../components/application/secrets";
import type { SleepSettings } from "../../components/application/sleep";
import type { Environment } from "../../components/environment";
import { UsageError } from "../../components/errors";
import type { PlatformSettings } from "../../components/platform/contract";
import { publishedHosts } from "../dns-records";
import type { SystemName } from "../systems";
import { type ClusterConfig, resolveCluster } from "./cluster-schema";
import { dnsErrors } from "./dns-checks";
import { sentences } from "./messages";
import { shown } from "./plain-secrets";
import { type RawConfig, splitConfig } from "./raw";
import { configSchema } from "./schema";
import { unknownSecrets } from "./secret-needs";
import { withSystemDefaults } from "./system-defaults";
import { type Description, describeSystem } from "./system-description";

/** A stack's configuration: checked, complete and frozen; secrets are elsewhere. */
export interface StackConfig {
  readonly system: SystemName;
  readonly environment: Environment;
  readonly cluster: ClusterConfig;
  readonly domain: string;
  readonly platform: PlatformSettings;
  readonly application: Application;
  /** Where the values of the application's secrets live. */
  readonly secretBackEnd: SecretBackEnd;
  readonly secretVersions: SecretVersions;
  /** When the environment has no pods. Undefined where it never sleeps. */
  readonly sleep?: SleepSettings;
  /** Names of the supplied secrets that the configuration holds. */
  readonly secretNames: readonly string[];
}

const inState: SecretBackEnd = { kind: "state" };

/** The most mistakes that anybody mends at once. */
const mostErrors = 100;

/** One readable message for all that is wrong. */
export function refuse(file: string, errors: readonly string[]): UsageError {
  const count = errors.length === 1 ? "1 mistake" : `${String(errors.length)} mistakes`;
  return new UsageError(
    [
      `${file} has ${count}; nothing was changed.`,
      ...errors.slice(0, mostErrors).map((error) => `  - ${shown(error)}`),
      ...(errors.length > mostErrors
        ? [`  - ${file}: the other ${String(errors.length - mostErrors)} are left out.`]
        : []),
    ].join("\n"),
  );
}

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const child of Object.values(value)) freeze(child);
  }
  return value;
}

/**
 * The system as far as the settings describe it: what is wrong elsewhere doesn't hide what is wrong here. Undefined
 * where nobody can tell which system and environment are meant.
 */
function description(settings: Readonly<Record<string, unknown>>): Promise<Description> | undefined {
  const { shape } = configSchema;
  const system = shape.system.safeParse(settings["system"]);
  const environment = shape.environment.safeParse(settings["environment"]);
  if (!system.success || !environment.success) return undefined;
  const domain = shape.domain.safeParse(settings["domain"]);
  const imageTag = shape.imageTag.safeParse(settings["imageTag"]);
  const digests = shape.digests.safeParse(settings["digests"]);
  const platform = shape.platform.safeParse(settings["platform"]);
  const cluster = shape.cluster.safeParse(settings["cluster"]);
  const stores = shape.stores.safeParse(settings["stores"]);
  const slots = shape.slots.safeParse(settings["slots"]);
  const secretBackEnd = shape.secretBackEnd.safeParse(settings["secretBackEnd"]);
  const preview = shape.preview.safeParse(settings["preview"]);
  const sleep = shape.sleep.safeParse(settings["sleep"]);
  const secretVersions = shape.secretVersions.safeParse(settings["secretVersions"]);
  return describeSystem({
    system: system.data,
    environment: environment.data,
    domain: domain.success ? domain.data : "example.com",
    imageTag: imageTag.success ? imageTag.data : "unknown",
    digests: digests.success ? digests.data : {},
    platform: platform.success ? platform.data : {},
    stores: stores.success ? stores.data : {},
    slots: slots.success ? slots.data : {},
    ...(sleep.data === undefined ? {} : { sleep: sleep.data }),
    ...(preview.data === undefined ? {} : { preview: preview.data }),
    secretBackEnd: secretBackEnd.data ?? inState,
    secretVersions: secretVersions.data ?? {},
    clusterKind: cluster.success ? cluster.data.kind : "doks",
    sharedPlatform: !cluster.success || cluster.data.kind === "stack",
  });
}

/** What is wrong with DNS, as far as the settings can be read. */
function dnsMistakes(
  settings: Readonly<Record<string, unknown>>,
  { application, platform }: Description,
  secretNames: readonly string[],
): readonly string[] {
  const cluster = configSchema.shape.cluster.safeParse(settings["cluster"]);
  const overrides = configSchema.shape.platform.safeParse(settings["platform"]);
  if (!cluster.success || !overrides.success || cluster.data.kind === "stack") return [];
  return dnsErrors({
    overrides: overrides.data.dns ?? {},
    settings: platform,
    cluster: cluster.data,
    secretNames,
    hosts: publishedHosts(application),
  });
}

/**
 * The configuration of a stack, checked as a whole.
 *
 * @throws UsageError with a sentence for every mistake of the file.
 */
export async function parseConfig(raw: RawConfig): Promise<StackConfig> {
  const { file } = raw;
  const { settings: own, isNamed, secretNames, errors } = splitConfig(raw);
  const { settings, errors: unfit } = await withSystemDefaults(own);
  const parsed = configSchema.safeParse(settings);
  const issues = (parsed.error?.issues ?? []).filter(({ path }) => !isNamed(path));
  const described = await description(settings);
  // Names that no secret can have are named already.
  const names = secretNames.filter((name) => secretName.test(name));
  const unknownNames = described === undefined ? [] : unknownSecrets(names, described);
  const ofDns = described === undefined ? [] : dnsMistakes(settings, described, names);
  const found = [
    ...errors,
    ...sentences(issues, { file, value: settings, otherKeys: ["secrets"] }, configSchema),
    ...[...unfit, ...(described?.errors ?? []), ...unknownNames, ...ofDns].map((error) => `${file}: ${error}`),
    ...(described?.systemErrors ?? []).map((error) => `stacks/systems/${String(settings["system"])}.ts: ${error}`),
  ];
  if (!parsed.success || described === undefined || found.length > 0) throw refuse(file, found);
  const { system, environment, domain, cluster, secretBackEnd = inState, secretVersions, sleep } = parsed.data;
  return freeze({
    system,
    environment,
    domain,
    cluster: resolveCluster(cluster, environment),
    platform: described.platform,
    application: described.application,
    secretBackEnd,
    secretVersions,
    ...(sleep === undefined ? {} : { sleep }),
    secretNames,
  });
}
