import { stringify } from "yaml";
import { isKubernetesObject, isRelease } from "./answers";
import type { Registration } from "./registration";
import { hideSecrets, redacted } from "./wire";

/** A file of the plan: its path below the output directory, and its text. */
export interface PlanFile {
  readonly path: string;
  readonly text: string;
}

type Json = Readonly<Record<string, unknown>>;

interface KubernetesObject extends Json {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

const dump = (value: unknown): string => stringify(value, { lineWidth: 0, sortMapEntries: true, aliasDuplicateObjects: false });

/** A Secret without its contents; whatever its author marked or forgot to mark, nothing of the data is kept. */
function withoutSecretData(object: Json): Json {
  if (object["kind"] !== "Secret") return object;
  const hide = (data: unknown, text: string): unknown =>
    typeof data === "object" && data !== null ? Object.fromEntries(Object.keys(data).map((key) => [key, text])) : undefined;
  const { data, stringData, ...rest } = object;
  // `data` is base64 by its schema, so what stands in for it is too.
  return {
    ...rest,
    ...(data === undefined ? {} : { data: hide(data, Buffer.from(redacted).toString("base64")) }),
    ...(stringData === undefined ? {} : { stringData: hide(stringData, redacted) }),
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
export function objectPath({ kind, metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? "_cluster"}/${kind.toLowerCase()}-${metadata.name}.yaml`;
}

/** A release's values, with the chart in a header. */
function releaseFile(registration: Registration): PlanFile {
  const inputs = hideSecrets(registration.inputs) as Json;
  const repository = (inputs["repositoryOpts"] as { readonly repo?: string } | undefined)?.repo ?? "(in the chart's reference)";
  const name = typeof inputs["name"] === "string" ? inputs["name"] : registration.name;
  const header = [
    `# chart: ${String(inputs["chart"])}`,
    `# version: ${String(inputs["version"] ?? "(in the chart's file name)")}`,
    `# repository: ${repository}`,
    `# namespace: ${String(inputs["namespace"] ?? "default")}`,
  ];
  return { path: `_charts/${name}.values.yaml`, text: `${header.join("\n")}\n${dump(inputs["values"] ?? {})}` };
}

function planResource(registration: Registration): Json {
  const { inputs, ...rest } = registration;
  return { ...rest, inputs: withoutSecretData(hideSecrets(inputs) as Json) };
}

/** Every file of a plan, in stable order. */
export function planFiles(registrations: readonly Registration[], outputs: Json): readonly PlanFile[] {
  const objects = registrations.flatMap((registration) => {
    const object = objectOf(registration);
    return object === undefined ? [] : [{ path: objectPath(object), text: dump(object) }];
  });
  const releases = registrations.filter((registration) => isRelease(registration.type)).map(releaseFile);
  const plan = { resources: registrations.map(planResource), outputs: hideSecrets(outputs) };
  return [...objects, ...releases, { path: "plan.json", text: `${JSON.stringify(plan, null, 2)}\n` }].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
}
