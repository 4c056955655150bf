import type { types } from "@pulumi/kubernetes";
import type { Input } from "@pulumi/pulumi";
import type { Bytes } from "../quantities";
import { claimName } from "./claims";
import type { Application, Workload, Writable } from "./contract";

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
  readonly secret?: Input<string>;
  /** Objects that hold the workload's files, by key. */
  readonly textFiles?: Input<string>;
  readonly secretFiles?: Input<string>;
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

function files(workload: Workload, { textFiles, secretFiles }: VolumeReferences): Volumes {
  const mounts = Object.entries(workload.files ?? {}).map(([path, source]) => ({
    name: "secret" in source ? "secret-files" : "text-files",
    mountPath: path,
    subPath: fileKey(path),
    readOnly: true,
  }));
  const volumes = [
    ...(textFiles === undefined ? [] : [{ name: "text-files", configMap: { name: textFiles, defaultMode: 0o440 } }]),
    ...(secretFiles === undefined
      ? []
      : [{ name: "secret-files", secret: { secretName: secretFiles, defaultMode: 0o440 } }]),
  ];
  return { mounts, volumes };
}

/**
 * Secrets as files, mounted one by one: where an image's /var/run is a link to /run, a token of the service account
 * lies in the same directory, and nothing could be mounted inside of a read-only volume.
 */
function secretsAsFiles({ secrets = [], secretsAs }: Workload, { secret }: VolumeReferences): readonly Volumes[] {
  if (secretsAs !== "files" || secret === undefined) return [];
  return [
    {
      mounts: secrets.map((name) => ({
        name: "secrets",
        mountPath: `${secretsPath}/${name}`,
        subPath: name,
        readOnly: true,
      })),
      volumes: [{ name: "secrets", secret: { secretName: secret, defaultMode: 0o440 } }],
    },
  ];
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
    ...secretsAsFiles(workload, references),
    ...data(workload, references),
    ...shared(application, workload),
  ];
  return { mounts: parts.flatMap(({ mounts }) => mounts), volumes: parts.flatMap(({ volumes }) => volumes) };
}
