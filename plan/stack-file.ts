import { existsSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { parseDocument } from "yaml";
import { UsageError } from "../components/errors";
import { nearest } from "../components/nearest";
import { clusterKinds, type ClusterKind } from "../components/cluster/contract";
import { environments, type Environment } from "../components/environment";
import { parseConfig, projectName, type RawConfig } from "../stacks/config/parse";
import { kubeconfigSecret, secretNeeds } from "../stacks/config/secret-needs";
import { systemNames } from "../stacks/systems";
import { projectRoot } from "./program";

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
  /** Secrets for which a stand-in was put in. */
  readonly standIns: readonly string[];
}

type Settings = Record<string, unknown>;

function oneOf<T extends string>(flag: string, value: string, allowed: readonly T[]): T {
  const known = allowed.find((candidate) => candidate === value);
  if (known !== undefined) return known;
  const close = nearest(value, allowed);
  throw new UsageError(`--${flag} is "${value}"; allowed: ${allowed.join(", ")}${close === undefined ? "" : `; did you mean "${close}"?`}.`);
}

function readYaml(file: string): Settings {
  const document = parseDocument(readFileSync(file, "utf8"), { uniqueKeys: true });
  const problem = document.errors[0];
  if (problem !== undefined) throw new UsageError(`${basename(file)} is no valid YAML: ${problem.message.split("\n")[0] ?? ""}`);
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UsageError(`${basename(file)} must be a map with the key "config"; it holds ${value === null ? "nothing" : "something else"}.`);
  }
  return value as Settings;
}

/** Defaults that Pulumi.yaml declares for the project's keys. */
function projectDefaults(): Settings {
  const project = readYaml(resolve(projectRoot, "Pulumi.yaml"));
  const declared = (project["config"] ?? {}) as Readonly<Record<string, { readonly default?: unknown }>>;
  return Object.fromEntries(
    Object.entries(declared).flatMap(([key, { default: value }]) => (value === undefined ? [] : [[key.replace(`${projectName}:`, ""), value]])),
  );
}

/** The stack's own settings, short keys; keys of other namespaces are Pulumi's business. */
function fileSettings(file: string): Settings {
  const { config } = readYaml(file);
  if (config === undefined || config === null) return {};
  if (typeof config !== "object" || Array.isArray(config)) throw new UsageError(`${basename(file)}: config must be a map of settings.`);
  return Object.fromEntries(
    Object.entries(config).flatMap(([key, value]) => {
      if (!key.includes(":")) return [[key, value]];
      return key.startsWith(`${projectName}:`) ? [[key.slice(projectName.length + 1), value]] : [];
    }),
  );
}

/** The cluster setting for a kind that the file doesn't have: the kind alone, and what it can't do without. */
function clusterOf(kind: ClusterKind): Settings {
  return kind === "stack" ? { kind, reference: "prod" } : { kind };
}

function applyFlags(settings: Settings, flags: Flags): Settings {
  const current = settings["cluster"];
  const currentKind = typeof current === "object" && current !== null && "kind" in current ? current.kind : undefined;
  const kind = flags.cluster === undefined ? undefined : oneOf("cluster", flags.cluster, clusterKinds);
  return {
    ...settings,
    ...(flags.system === undefined ? {} : { system: oneOf("system", flags.system, systemNames) }),
    ...(flags.env === undefined ? {} : { environment: oneOf("env", flags.env, environments) }),
    ...(kind === undefined || kind === currentKind ? {} : { cluster: clusterOf(kind) }),
  };
}

interface SuppliedInFile {
  /** Names of the values that are encrypted in the file. */
  readonly encrypted: readonly string[];
  /** What is left: mistakes, which the program itself will refuse. */
  readonly plain: Settings;
}

function isEncrypted(value: unknown): boolean {
  return typeof value === "object" && value !== null && "secure" in value;
}

function suppliedIn(secrets: unknown): SuppliedInFile {
  if (typeof secrets !== "object" || secrets === null) return { encrypted: [], plain: {} };
  const entries = Object.entries(secrets);
  return {
    encrypted: entries.filter(([, value]) => isEncrypted(value)).map(([name]) => name),
    plain: Object.fromEntries(entries.filter(([, value]) => !isEncrypted(value))),
  };
}

function encode(settings: Settings): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [`${projectName}:${key}`, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

/** The stack's file that the flags mean. */
export function stackFile(flags: Flags): { readonly file: string; readonly stack: string } {
  const environment: Environment = flags.env === undefined ? "dev" : oneOf("env", flags.env, environments);
  const file = flags.config === undefined ? resolve(projectRoot, `Pulumi.${environment}.yaml`) : resolve(flags.config);
  if (!existsSync(file)) {
    throw new UsageError(`${flags.config ?? file} doesn't exist; name a stack's file with --config, such as --config Pulumi.prod.yaml.`);
  }
  return { file, stack: /^Pulumi\.([A-Za-z0-9_.-]+)\.ya?ml$/.exec(basename(file))?.[1] ?? environment };
}

/**
 * A stack's file with the flags applied and a stand-in for every secret, so that neither plan nor rehearsal needs a
 * passphrase.
 *
 * @throws UsageError for a flag or a file that can't be used, and for every mistake in the file.
 */
export async function readStack(flags: Flags): Promise<StackInput> {
  const { file, stack } = stackFile(flags);
  const { secrets, ...settings } = applyFlags({ ...projectDefaults(), ...fileSettings(file) }, flags);
  const { encrypted, plain } = suppliedIn(secrets);
  const values = encode(settings);
  const secretsKey = `${projectName}:secrets`;
  const name = basename(file);
  if (Object.keys(plain).length > 0 || (secrets !== undefined && (typeof secrets !== "object" || secrets === null))) {
    await parseConfig({ file: name, values: { ...values, [secretsKey]: JSON.stringify(secrets) }, secretKeys: [] });
  }
  const config = await parseConfig({ file: name, values, secretKeys: [] });
  const needed = new Map(secretNeeds(config).map((need) => [need.name, need.standIn]));
  for (const supplied of encrypted) if (!needed.has(supplied) && supplied !== kubeconfigSecret) needed.set(supplied, "stand-in");
  return {
    stack,
    raw: { file: name, values: { ...values, [secretsKey]: JSON.stringify(Object.fromEntries(needed)) }, secretKeys: [secretsKey] },
    standIns: [...needed.keys()],
  };
}
