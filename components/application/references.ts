import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { createClaim } from "./claims";
import type { FileSource, Workload } from "./contract";
import type { PodReferences } from "./pod";
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
  const secret = (suffix: string, stringData: Record<string, pulumi.Output<string>>): pulumi.Output<string> =>
    new k8s.core.v1.Secret(`${name}-${suffix}`, { metadata, immutable: true, stringData }, child).metadata.name;
  const claim = createClaim(name, workload, args.cluster, metadata, { child, protectData: args.protectData });
  const textFiles = filesOf(workload, "text");
  const secretFiles = filesOf(workload, "secret");
  const keys = workload.secrets ?? [];
  return {
    serviceAccount: account.metadata.name,
    ...(Object.keys(workload.config ?? {}).length === 0
      ? {}
      : { configMap: configMap("config", { ...workload.config }) }),
    ...(keys.length === 0
      ? {}
      : { secret: secret("secrets", Object.fromEntries(keys.map((key) => [key, secrets.get(key)]))) }),
    ...(textFiles.length === 0
      ? {}
      : {
          textFiles: configMap(
            "files",
            Object.fromEntries(textFiles.map(([path, file]) => [fileKey(path), file.text])),
          ),
        }),
    ...(secretFiles.length === 0
      ? {}
      : {
          secretFiles: secret(
            "secret-files",
            Object.fromEntries(secretFiles.map(([path, file]) => [fileKey(path), secrets.get(file.secret)])),
          ),
        }),
    ...(args.pullSecret === undefined ? {} : { pullSecret: args.pullSecret }),
    ...(claim === undefined ? {} : { claim }),
  };
}
