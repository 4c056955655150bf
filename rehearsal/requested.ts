import { createHash } from "node:crypto";
import { namedMetadata } from "../plan/answers";
import type { ResourceRequest } from "../plan/registration";
import type { ChartRequest, ChartSource } from "./helm";
import { fingerprint, type InstalledRelease } from "./inventory";
import type { ObjectReference } from "./objects";

/** Suffix of a name that the program leaves to the provider: another content is another name. */
function contentSuffix({ inputs }: ResourceRequest): string {
  return createHash("sha256").update(JSON.stringify(inputs)).digest("hex").slice(0, 7);
}

/** The chart that a Release resource asks for. */
export function chartRequest({ inputs, name }: Pick<ResourceRequest, "inputs" | "name">): ChartRequest {
  const { repo } = (inputs["repositoryOpts"] ?? {}) as { readonly repo?: string };
  const { version } = inputs;
  return {
    release: typeof inputs["name"] === "string" ? inputs["name"] : name,
    namespace: typeof inputs["namespace"] === "string" ? inputs["namespace"] : "default",
    chart: String(inputs["chart"]),
    ...(typeof version === "string" ? { version } : {}),
    ...(repo === undefined ? {} : { repository: repo }),
    timeoutSeconds: Number(inputs["timeout"] ?? 300),
    ...(inputs["skipCrds"] === true ? { skipCrds: true } : {}),
    values: (inputs["values"] ?? {}) as Readonly<Record<string, unknown>>,
  };
}

/** A Secret's texts as the API server keeps them, so that applying the same again changes nothing. */
function encoded(inputs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { stringData, data, ...rest } = inputs;
  if (stringData === undefined) return inputs;
  const texts = Object.entries(stringData as Readonly<Record<string, string>>);
  return {
    ...rest,
    data: {
      ...(data as object | undefined),
      ...Object.fromEntries(texts.map(([key, text]) => [key, Buffer.from(text).toString("base64")])),
    },
  };
}

/** The object that a resource asks for, named, as the API server keeps it. */
export function requestedObject(request: ResourceRequest): ObjectReference {
  const metadata = namedMetadata(request, contentSuffix);
  return { ...encoded(request.inputs), metadata } as unknown as ObjectReference;
}

/** What names an object, without its content. */
export function referenceOf({ apiVersion, kind, metadata: { name, namespace } }: ObjectReference): ObjectReference {
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
}

/** An object's id, as Pulumi's provider gives it. */
export function idOf({ metadata: { name, namespace } }: ObjectReference): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The object that a resource reads by its id; `type` is a Pulumi type token such as `kubernetes:apps/v1:Deployment`. */
export function requestedReference(type: string, id: string): ObjectReference {
  const [, module = "", kind = ""] = type.split(":");
  const [namespace = "", name = ""] = id.split("/");
  const apiVersion = module.startsWith("core/") ? module.slice("core/".length) : module;
  return { apiVersion, kind, metadata: { namespace, name } };
}

/** A release as the inventory remembers it once it is installed. */
export function installedRelease(chart: ChartRequest, charts: ChartSource): InstalledRelease {
  return { name: chart.release, namespace: chart.namespace, fingerprint: fingerprint([chart, charts]) };
}
