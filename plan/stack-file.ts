import { existsSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { unsealedSecrets } from "../components/application/secret-back-ends/back-end-checks";
import { type ClusterKind, clusterKinds } from "../components/cluster/contract";
import { type Environment, environments } from "../components/environment";
import { UsageError } from "../components/errors";
import { nearest } from "../components/nearest";
import { parseConfig, type StackConfig } from "../stacks/config/parse";
import { shown } from "../stacks/config/plain-secrets";
import { projectName, type RawConfig } from "../stacks/config/raw";
import { kubeconfigSecret, secretNeeds } from "../stacks/config/secret-needs";
import { loadSystem, systemNames } from "../stacks/systems";
import { standInKubeconfig } from "./cloud-answers";
import { projectRoot } from "./program";
import { stackOfFile } from "./stack-files";
import { isEncrypted, isMap, projectDefaults, type Settings, stackSettings } from "./stack-yaml";

/** What the command line may change of a stack's file. */
export interface Flags {
  readonly system?: string;
  readonly env?: string;
  readonly cluster?: string;
  /** The stack's file. @default Pulumi.<env>.yaml */
  readonly config?: string;
}

/** A stack's file with flags applied, ready for the program. */
export interface StackInput {
  readonly stack: string;
  readonly raw: RawConfig;
  /** Where its file is. */
  readonly directory?: string;
  /** The system that was asked for instead of the file's own. */
  readonly system?: string;
  /** Secrets for which a stand-in was put in. */
  readonly standIns: readonly string[];
}

function oneOf<T extends string>(flag: string, value: string, allowed: readonly T[]): T {
  const known = allowed.find((candidate) => candidate === value);
  if (known !== undefined) return known;
  const close = nearest(value, allowed);
  throw new UsageError(
    shown(
      `--${flag} is "${value}"; it must be one of ${allowed.join(", ")}${close === undefined ? "" : ` (did you mean ${close}?)`}.`,
    ),
  );
}

/** The cluster setting for a kind that the file doesn't have: the kind alone, and what it can't do without. */
function clusterOf(kind: ClusterKind): Settings {
  return kind === "stack" ? { kind, reference: "prod" } : { kind };
}

/**
 * The kind of cluster that the flags ask for. A system that isn't the file's own has nothing to do with the file's
 * cluster: unless a flag names one, it gets what is usual for it.
 */
async function clusterKind(settings: Settings, flags: Flags): Promise<ClusterKind | undefined> {
  if (flags.cluster !== undefined) return oneOf("cluster", flags.cluster, clusterKinds);
  if (flags.system === undefined || flags.system === settings["system"]) return undefined;
  const system = await loadSystem(oneOf("system", flags.system, systemNames));
  const environment = environments.find((candidate) => candidate === (flags.env ?? settings["environment"]));
  return environment === undefined ? undefined : system.clusters(environment).usual;
}

/** The settings of a file without those that are about the secrets of the file's own system. */
function withoutSecretSettings({
  secretBackEnd: _backEnd,
  secretVersions: _versions,
  ...settings
}: Settings): Settings {
  return settings;
}

async function applyFlags(file: Settings, flags: Flags): Promise<Settings> {
  const settings = flags.system === undefined || flags.system === file["system"] ? file : withoutSecretSettings(file);
  const current = settings["cluster"];
  const currentKind = isMap(current) ? current["kind"] : undefined;
  const kind = await clusterKind(settings, flags);
  return {
    ...settings,
    ...(flags.system === undefined ? {} : { system: oneOf("system", flags.system, systemNames) }),
    ...(flags.env === undefined ? {} : { environment: oneOf("env", flags.env, environments) }),
    ...(kind === undefined || kind === currentKind ? {} : { cluster: clusterOf(kind) }),
  };
}

/** Texts of secrets by name in a file: those that are encrypted, and the rest, which the program will refuse. */
interface SuppliedInFile {
  readonly encrypted: readonly string[];
  /** Undefined where everything is encrypted. */
  readonly plain: unknown;
}

function suppliedIn(secrets: unknown): SuppliedInFile {
  // `pulumi config set --secret secrets '{…}'` encrypts the map as a whole, and nobody can tell the names.
  if (secrets === undefined || (isMap(secrets) && "secure" in secrets)) return { encrypted: [], plain: undefined };
  if (!isMap(secrets)) return { encrypted: [], plain: secrets };
  const entries = Object.entries(secrets);
  const plain = entries.filter(([, value]) => !isEncrypted(value));
  return {
    encrypted: entries.filter(([, value]) => isEncrypted(value)).map(([name]) => name),
    plain: plain.length === 0 ? undefined : Object.fromEntries(plain),
  };
}

/** A value of a stack file as the engine holds it: maps and lists as JSON, anything else as its text. */
export function engineText(value: unknown): string {
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

function encode(settings: Settings): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [`${projectName}:${key}`, engineText(value)]),
  );
}

/** Sealed texts that the file lacks, as the cluster's controller would take any: plan and rehearsal decrypt nothing. */
function standInSeals({ application, secretBackEnd }: StackConfig): Readonly<Record<string, string>> {
  return Object.fromEntries(
    unsealedSecrets(application, secretBackEnd).map((name) => [
      name,
      Buffer.from(`stand-in for ${name}`).toString("base64"),
    ]),
  );
}

/** The settings with stand-ins for what isn't sealed yet. */
function withSeals(
  { values, ...raw }: RawConfig,
  { secretBackEnd }: StackConfig,
  seals: Readonly<Record<string, string>>,
): RawConfig {
  if (secretBackEnd.kind !== "sealed-secrets" || Object.keys(seals).length === 0) return { ...raw, values };
  const sealed = { ...secretBackEnd.sealed, ...seals };
  return {
    ...raw,
    values: { ...values, [`${projectName}:secretBackEnd`]: JSON.stringify({ ...secretBackEnd, sealed }) },
  };
}

/** The stack's file that the flags mean. */
export function stackFile(flags: Flags): { readonly file: string; readonly stack: string } {
  const environment: Environment = flags.env === undefined ? "dev" : oneOf("env", flags.env, environments);
  const file = flags.config === undefined ? resolve(projectRoot, `Pulumi.${environment}.yaml`) : resolve(flags.config);
  if (!existsSync(file)) {
    throw new UsageError(
      shown(
        `${flags.config ?? file} doesn't exist; name a stack's file with --config, such as --config Pulumi.prod.yaml.`,
      ),
    );
  }
  return { file, stack: stackOfFile(file) ?? environment };
}

/**
 * A stack's file with the flags applied and a stand-in for every secret, so that neither plan nor rehearsal needs a
 * passphrase.
 *
 * @throws UsageError for a flag or a file that can't be used, and for every mistake in the file.
 */
export async function readStack(flags: Flags): Promise<StackInput> {
  const { file, stack } = stackFile(flags);
  const declared = projectDefaults(resolve(projectRoot, "Pulumi.yaml"));
  const { secrets, ...settings } = await applyFlags({ ...declared, ...stackSettings(file) }, flags);
  const { encrypted, plain } = suppliedIn(secrets);
  const name = basename(file);
  const values = encode(settings);
  const secretsKey = `${projectName}:secrets`;
  const encryptedKeys = Object.keys(settings)
    .filter((key) => isEncrypted(settings[key]))
    .map((key) => `${projectName}:${key}`);
  const withSecrets = (map: unknown, marked: boolean): RawConfig => ({
    file: name,
    values: { ...values, [secretsKey]: JSON.stringify(map) },
    secretKeys: [...encryptedKeys, ...(marked ? [secretsKey] : [])],
  });
  const supplied = Object.fromEntries(encrypted.map((secret) => [secret, "stand-in"]));
  const config = await parseConfig(plain === undefined ? withSecrets(supplied, true) : withSecrets(plain, false));
  const needed = Object.fromEntries(secretNeeds(config).map((need) => [need.name, need.standIn]));
  const kubeconfig = config.cluster.kind === "kubeconfig" ? { [kubeconfigSecret]: standInKubeconfig } : {};
  const standIns = { ...supplied, ...needed, ...kubeconfig };
  const seals = standInSeals(config);
  return {
    stack,
    directory: dirname(file),
    raw: withSeals(withSecrets(standIns, true), config, seals),
    ...(flags.system === undefined ? {} : { system: flags.system }),
    standIns: [...Object.keys(standIns), ...Object.keys(seals)],
  };
}
