import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { createClaim } from "./claims";
import type { FileSource, Workload } from "./contract";
import type { PodReferences } from "./pod";
import type { DeliveredSecret } from "./secret-back-ends/secret-delivery";
import { entryOf } from "./secret-back-ends/secret-objects";
import { fileKey } from "./volumes";
import type { Child, Metadata, WorkloadArgs } from "./workload-args";

function filesOf<K extends "secret" | "text">(
  workload: Workload,
  kind: K,
): readonly [string, Extract<FileSource, Record<K, string>>][] {
  return Object.entries(workload.files ?? {}).filter(
    (entry): entry is [string, Extract<FileSource, Record<K, string>>] => kind in entry[1],
  );
}

/**
 * What a pod refers to by name: its identity, its settings, its secrets. ConfigMaps and Secrets get a new name with
 * every change, so that a change rolls the pods.
 */
export function createReferences(name: string, args: WorkloadArgs, metadata: Metadata, child: Child): PodReferences {
  const { workload, secrets } = args;
  const account = new k8s.core.v1.ServiceAccount(
    name,
    { metadata: { ...metadata, name }, automountServiceAccountToken: false },
    child,
  );
  const configMap = (suffix: string, data: Record<string, string>): pulumi.Output<string> =>
    new k8s.core.v1.ConfigMap(`${name}-${suffix}`, { metadata, immutable: true, data }, child).metadata.name;
  const delivered = (suffix: string, entries: readonly (readonly [string, string])[]): readonly DeliveredSecret[] =>
    secrets.deliverToPods({ name: `${name}-${suffix}`, entries: Object.fromEntries(entries) }, metadata, child);
  const claim = createClaim(name, workload, args.cluster, metadata, { child, protectData: args.protectData });
  const textFiles = filesOf(workload, "text");
  const secretFiles = filesOf(workload, "secret");
  const keys = workload.secrets ?? [];
  const vault = secrets.vaultPod(name, workload);
  return {
    serviceAccount: account.metadata.name,
    ...(Object.keys(workload.config ?? {}).length === 0
      ? {}
      : { configMap: configMap("config", { ...workload.config }) }),
    secrets: delivered(
      "secrets",
      keys.map((key) => [key, entryOf(key)]),
    ),
    secretFiles: delivered(
      "secret-files",
      secretFiles.map(([path, file]) => [fileKey(path), entryOf(file.secret)]),
    ),
    sidecarVersions: secrets.sidecarVersions(name),
    ...(vault === undefined ? {} : { vault }),
    ...(textFiles.length === 0
      ? {}
      : {
          textFiles: configMap(
            "files",
            Object.fromEntries(textFiles.map(([path, file]) => [fileKey(path), file.text])),
          ),
        }),
    ...(args.pullSecret === undefined ? {} : { pullSecret: args.pullSecret }),
    ...(claim === undefined ? {} : { claim }),
  };
}
