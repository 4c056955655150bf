import { gunzipSync } from "node:zlib";
import type { KubernetesObject } from "@kubernetes/client-node";
import { parseAllDocuments } from "yaml";
import type { ObjectReference } from "../rehearsal/objects";

/** A revision of a Helm release, as the Secret in which helm keeps it says. */
export interface StoredRelease {
  readonly namespace: string;
  readonly name: string;
  readonly revision: number;
  /** e.g. `deployed`, `failed`, `pending-upgrade`. */
  readonly status: string;
  /** Objects that helm applied, without hooks. */
  readonly objects: readonly ObjectReference[];
}

function isObject(value: unknown): value is ObjectReference {
  if (typeof value !== "object" || value === null) return false;
  const { apiVersion, kind, metadata } = value as Partial<ObjectReference>;
  return typeof apiVersion === "string" && typeof kind === "string" && typeof metadata?.name === "string";
}

/** Objects of a manifest; a `List` is its items. */
export function manifestObjects(manifest: string): readonly ObjectReference[] {
  return parseAllDocuments(manifest)
    .map((document) => document.toJS() as unknown)
    .flatMap((value) => {
      const { items } = (value ?? {}) as { readonly items?: unknown };
      return Array.isArray(items) ? (items as readonly unknown[]) : [value];
    })
    .filter(isObject);
}

/** Reads what helm keeps of a release: base64 in base64, gzipped JSON. Undefined for any other Secret. */
export function storedRelease(
  secret: KubernetesObject & { readonly data?: Readonly<Record<string, string>> },
): StoredRelease | undefined {
  const { labels = {}, namespace = "" } = secret.metadata ?? {};
  const data = secret.data?.["release"];
  if (labels["owner"] !== "helm" || data === undefined) return undefined;
  const packed = Buffer.from(Buffer.from(data, "base64").toString("latin1"), "base64");
  const { manifest = "" } = JSON.parse(gunzipSync(packed).toString("utf8")) as { readonly manifest?: string };
  return {
    namespace,
    name: labels["name"] ?? "",
    revision: Number(labels["version"] ?? 0),
    status: labels["status"] ?? "unknown",
    objects: manifestObjects(manifest),
  };
}
