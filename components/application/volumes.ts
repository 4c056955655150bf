import type { types } from "@pulumi/kubernetes";
import type { Input } from "@pulumi/pulumi";
import type { Bytes } from "../quantities";
import { claimName } from "./claims";
import type { Application, Workload, Writable } from "./contract";
import type { DeliveredSecret } from "./secret-back-ends/secret-delivery";
import type { VaultPod } from "./secret-back-ends/vault-agent";

/** Scratch disk of a container that says nothing of it. */
export const usualDisk = { request: "64Mi", limit: "512Mi" } as const;

/** Where secrets lie as files. */
export const secretsPath = "/run/secrets";

/** The key under which a file's text is stored: its path without what keys can't hold. */
export function fileKey(path: string): string {
  return path.replace(/^\//, "").replaceAll(/[^-._a-zA-Z0-9]/g, "-");
}

/** The path of a directory that may be written to. */
export function writablePath(writable: Writable): string {
  return typeof writable === "string" ? writable : writable.path;
}

/** Objects that a pod's volumes refer to, known once they exist. */
export interface VolumeReferences {
  readonly secrets: readonly DeliveredSecret[];
  /** Objects that hold the workload's files, by key. */
  readonly textFiles?: Input<string>;
  readonly secretFiles: readonly DeliveredSecret[];
  /** What Vault's agent needs. */
  readonly vault?: VaultPod;
  /** Claim of the workload's own volume, where it is no StatefulSet's. */
  readonly claim?: Input<string>;
}

/** A pod's volumes, and where its containers mount them. */
export interface Volumes {
  readonly mounts: types.input.core.v1.VolumeMount[];
  readonly volumes: types.input.core.v1.Volume[];
}

/** A volume and where it is mounted. */
function mounted(
  name: string,
  mount: Omit<types.input.core.v1.VolumeMount, "name">,
  source: Omit<types.input.core.v1.Volume, "name">,
): Volumes {
  return { mounts: [{ name, ...mount }], volumes: [{ name, ...source }] };
}

/** The most that a workload may write to its scratch disk. */
export function scratchLimit({ resources }: Workload): Bytes {
  return resources.disk?.limit ?? usualDisk.limit;
}

function writable(workload: Workload): readonly Volumes[] {
  const scratch = scratchLimit(workload);
  return (workload.writable ?? ["/tmp"]).map((directory, index) =>
    mounted(
      `writable-${String(index)}`,
      { mountPath: writablePath(directory) },
      { emptyDir: { sizeLimit: typeof directory === "string" ? scratch : directory.size } },
    ),
  );
}

/** The volumes of Secrets, and which of them has a key. */
function secretVolumes(
  name: string,
  delivered: readonly DeliveredSecret[],
): { readonly volumes: types.input.core.v1.Volume[]; readonly holding: (key: string) => string | undefined } {
  const named = delivered.map((secret, index) => ({
    ...secret,
    volume: index === 0 ? name : `${name}-${String(index)}`,
  }));
  return {
    volumes: named.map((secret) => ({
      name: secret.volume,
      secret: { secretName: secret.name, defaultMode: 0o440 },
    })),
    holding: (key) => named.find(({ keys }) => keys.includes(key))?.volume,
  };
}

function files(workload: Workload, { textFiles, secretFiles, vault }: VolumeReferences): Volumes {
  const secrets = secretVolumes("secret-files", secretFiles);
  const mounts = Object.entries(workload.files ?? {}).flatMap(([path, source]) => {
    const subPath = fileKey(path);
    const name = "secret" in source ? secrets.holding(subPath) : "text-files";
    return name === undefined ? [] : [{ name, mountPath: path, subPath, readOnly: true }];
  });
  const volumes = [
    ...(textFiles === undefined ? [] : [{ name: "text-files", configMap: { name: textFiles, defaultMode: 0o440 } }]),
    ...secrets.volumes,
  ];
  return { mounts: [...mounts, ...(vault?.mounts ?? [])], volumes: [...volumes, ...(vault?.volumes ?? [])] };
}

/**
 * Secrets as files, mounted one by one: where an image's /var/run is a link to /run, a token of the service account
 * lies in the same directory, and nothing could be mounted inside of a read-only volume.
 */
function secretsAsFiles(workload: Workload, references: VolumeReferences): Volumes {
  if (workload.secretsAs !== "files") return { mounts: [], volumes: [] };
  const { volumes, holding } = secretVolumes("secrets", references.secrets);
  const mounts = (workload.secrets ?? []).flatMap((secret) => {
    const name = holding(secret);
    return name === undefined ? [] : [{ name, mountPath: `${secretsPath}/${secret}`, subPath: secret, readOnly: true }];
  });
  return { mounts, volumes };
}

function data(workload: Workload, { claim }: VolumeReferences): readonly Volumes[] {
  if (workload.kind === "stateful")
    return [{ mounts: [{ name: "data", mountPath: workload.storage.mountPath }], volumes: [] }];
  if (workload.storage === undefined || claim === undefined) return [];
  return [mounted("data", { mountPath: workload.storage.mountPath }, { persistentVolumeClaim: { claimName: claim } })];
}

function shared(application: Application, workload: Workload): readonly Volumes[] {
  return (workload.sharedVolumes ?? []).map(({ of, mountPath }, index) =>
    mounted(
      `shared-${String(index)}`,
      { mountPath },
      { persistentVolumeClaim: { claimName: claimName(of, application.workloads[of]) } },
    ),
  );
}

/** Everything that a workload's pod mounts: directories to write to, files, secrets, its data, others' data. */
export function volumesOf(application: Application, workload: Workload, references: VolumeReferences): Volumes {
  const parts = [
    ...writable(workload),
    files(workload, references),
    secretsAsFiles(workload, references),
    ...data(workload, references),
    ...shared(application, workload),
  ];
  return { mounts: parts.flatMap(({ mounts }) => mounts), volumes: parts.flatMap(({ volumes }) => volumes) };
}
