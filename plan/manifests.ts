import { stringify } from "yaml";
import { UsageError } from "../components/errors";
import type { Finding } from "../policy/contract";
import { isKubernetesObject, isRelease } from "./answers";
import type { Registration } from "./registration";
import { hideSecrets, redacted } from "./wire";

/** A file of the plan: its path below the output directory, and its text. */
export interface PlanFile {
  readonly path: string;
  readonly text: string;
}

/** The file that lists everything. */
export const planList = "plan.json";

/** Its largest size, in bytes; those of our own systems have less than 1 MB. */
export const largestPlan = 64 * 1024 * 1024;

type Json = Readonly<Record<string, unknown>>;

/** What a plan says of itself beside its resources. */
export interface PlanAbout {
  /** What the program warned of. */
  readonly warnings?: readonly string[];
  /** What the policies' rules have against it. */
  readonly findings?: readonly Finding[];
}

interface KubernetesObject extends Json {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

const dump = (value: unknown): string =>
  // Go's parsers still take `off` for a boolean, as YAML 1.1 does.
  stringify(value, { lineWidth: 0, sortMapEntries: true, aliasDuplicateObjects: false, compat: "yaml-1.1" });

/** What stands for the values of Secrets whose type the API server checks. */
const emptyValues: Readonly<Record<string, string>> = {
  ".dockerconfigjson": JSON.stringify({ auths: {} }),
  ".dockercfg": "{}",
};

/** A Secret without its contents; whatever its author marked or forgot to mark, nothing of the data is kept. */
export function withoutSecretData(object: Json): Json {
  if (object["kind"] !== "Secret") return object;
  const hide = (data: unknown, encode: (text: string) => string): unknown =>
    typeof data === "object" && data !== null
      ? Object.fromEntries(Object.keys(data).map((key) => [key, encode(emptyValues[key] ?? redacted)]))
      : undefined;
  const { data, stringData, ...rest } = object;
  return {
    ...rest,
    // `data` is base64 by its schema, so what stands in for it is too.
    ...(data === undefined ? {} : { data: hide(data, (text) => Buffer.from(text).toString("base64")) }),
    ...(stringData === undefined ? {} : { stringData: hide(stringData, (text) => text) }),
  };
}

/** The Kubernetes object of a registration, secrets redacted; undefined for anything else. */
export function objectOf(registration: Registration, id: string = registration.id): KubernetesObject | undefined {
  if (!registration.custom || registration.read || !isKubernetesObject(registration.type)) return undefined;
  const inputs = hideSecrets(registration.inputs) as Json;
  const name = id.split("/").at(-1) ?? registration.name;
  const { apiVersion, kind, metadata, ...rest } = withoutSecretData(inputs);
  if (typeof apiVersion !== "string" || typeof kind !== "string") return undefined;
  return { apiVersion, kind, metadata: { ...(metadata as object), name }, ...rest };
}

/** Where an object's file stands. */
function objectPath({ kind, metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? "_cluster"}/${kind.toLowerCase()}-${metadata.name}.yaml`;
}

/** A release's values, with the chart in a header. */
function releaseFile(registration: Registration): PlanFile {
  const inputs = hideSecrets(registration.inputs) as Json;
  const repository =
    (inputs["repositoryOpts"] as { readonly repo?: string } | undefined)?.repo ?? "(in the chart's reference)";
  const text = (key: string, otherwise: string): string => {
    const value = inputs[key];
    return typeof value === "string" ? value : otherwise;
  };
  const header = [
    `# chart: ${text("chart", "(none)")}`,
    `# version: ${text("version", "(in the chart's file name)")}`,
    `# repository: ${repository}`,
    `# namespace: ${text("namespace", "default")}`,
  ];
  return {
    path: `_charts/${text("name", registration.name)}.values.yaml`,
    text: `${header.join("\n")}\n${dump(inputs["values"] ?? {})}`,
  };
}

function planResource(registration: Registration): Json {
  const { inputs, ...rest } = registration;
  return { ...rest, inputs: withoutSecretData(hideSecrets(inputs) as Json) };
}

/** Files by path. @throws UsageError when two resources make the same object, which they would fight over. */
function unique(files: readonly (PlanFile & { readonly urn: string })[]): readonly PlanFile[] {
  const owners = new Map<string, string>();
  return files.map(({ urn, ...file }) => {
    const other = owners.get(file.path);
    if (other !== undefined)
      throw new UsageError(`${other} and ${urn} both make ${file.path}; give one of them another name.`);
    owners.set(file.path, urn);
    return file;
  });
}

/**
 * Every file of a plan, in stable order. `plan.json` names all the others, so that a later plan in the same place can
 * remove what it no longer has.
 */
export function planFiles(
  registrations: readonly Registration[],
  outputs: Json,
  about: PlanAbout = {},
): readonly PlanFile[] {
  const objects = registrations.flatMap((registration) => {
    const object = objectOf(registration);
    return object === undefined ? [] : [{ urn: registration.urn, path: objectPath(object), text: dump(object) }];
  });
  const releases = registrations
    .filter((registration) => isRelease(registration.type))
    .map((registration) => ({ urn: registration.urn, ...releaseFile(registration) }));
  const files = unique([...objects, ...releases]);
  const plan = {
    resources: registrations.map(planResource),
    outputs: hideSecrets(outputs),
    ...about,
    files: files.map(({ path }) => path).sort(),
  };
  return [...files, { path: planList, text: `${JSON.stringify(plan, null, 2)}\n` }].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
}
