import { parseQuantity } from "../quantities";
import { isMountedByMany } from "./claims";
import type { Application, Storage, Workload } from "./contract";
import { fileKey, scratchLimit, secretsPath, writablePath } from "./volumes";

/** Texts that stand more than once in a list, each once. */
function repeated(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) !== index))];
}

/** Paths that can't be written so, or that would be mounted twice, as sentences. */
export function pathErrors(name: string, workload: Workload): readonly string[] {
  const files = Object.keys(workload.files ?? {});
  const secrets = workload.secretsAs === "files" ? (workload.secrets ?? []) : [];
  const paths = [
    ...files,
    ...(workload.writable ?? []).map(writablePath),
    ...(workload.storage === undefined ? [] : [workload.storage.mountPath]),
    ...(workload.sharedVolumes ?? []).map(({ mountPath }) => mountPath),
  ];
  return [
    ...paths
      .filter((path) => path.length > 200 || !/^(\/[\w.@+-][\w .@+-]*)+$/.test(path) || /\/\.\.?(\/|$)/.test(path))
      .map(
        (path) =>
          `Workload ${name} has the path "${path}"; write it from the root, such as /app/cache, without a slash at the end.`,
      ),
    ...repeated([...paths, ...new Set(secrets.map((secret) => `${secretsPath}/${secret}`))]).map(
      (path) => `Workload ${name} mounts ${path} more than once; keep one of them.`,
    ),
    ...repeated(files.map(fileKey)).map(
      (key) =>
        `Workload ${name} has files that would share the key ${key}: ${files.filter((path) => fileKey(path) === key).join(", ")}; rename one of them.`,
    ),
  ];
}

/** A quantity in bytes, or the sentence that says why it is none. */
function bytes(text: string, setting: string): { readonly value: number; readonly errors: readonly string[] } {
  try {
    const value = parseQuantity(text, setting);
    return { value, errors: value > 0 ? [] : [`${setting} is "${text}"; it must be more than nothing.`] };
  } catch (error) {
    return { value: 0, errors: [error instanceof Error ? error.message : String(error)] };
  }
}

/** What is wrong with the size of a volume, as sentences. @param setting how they call it */
export function volumeSizeErrors(size: string, setting: string): readonly string[] {
  return bytes(size, setting).errors;
}

/** What is wrong with the sizes of a workload's volumes and directories, as sentences. */
export function sizeErrors(name: string, workload: Workload): readonly string[] {
  const storage: Storage | undefined = workload.storage;
  const limit = bytes(scratchLimit(workload), "");
  return [
    ...(storage === undefined ? [] : bytes(storage.size, `Workload ${name}'s storage.size`).errors),
    ...(workload.writable ?? []).flatMap((directory) => {
      if (typeof directory === "string") return [];
      const { errors, value } = bytes(directory.size, `Workload ${name}'s size of ${directory.path}`);
      return limit.errors.length > 0 || value <= limit.value
        ? errors
        : [
            ...errors,
            `Workload ${name} may write ${directory.size} to ${directory.path}, and its scratch disk ends at ${scratchLimit(workload)}; raise resources.disk.limit or lower the size.`,
          ];
    }),
  ];
}

/** Whether a workload has one volume that one pod mounts. */
function hasVolumeToShare(workload: Workload): boolean {
  if (workload.kind === "stateful") return workload.replicas === 1;
  return workload.storage !== undefined && !isMountedByMany(workload);
}

/** Workloads whose pods a workload has to be placed beside of, directly or by way of others. */
function waitsFor(
  workloads: Application["workloads"],
  name: string,
  found: Set<string> = new Set(),
): ReadonlySet<string> {
  const workload = Object.hasOwn(workloads, name) ? workloads[name] : undefined;
  for (const { of } of workload?.sharedVolumes ?? []) {
    if (found.has(of)) continue;
    found.add(of);
    waitsFor(workloads, of, found);
  }
  return found;
}

/** Volumes of others that aren't there, that more than one pod has, or that would be waited for in a circle. */
export function sharedVolumeErrors({ workloads }: Application): readonly string[] {
  const owners = Object.entries(workloads).flatMap(([name, workload]) => (hasVolumeToShare(workload) ? [name] : []));
  return Object.entries(workloads).flatMap(([name, { sharedVolumes = [] }]) =>
    sharedVolumes.flatMap(({ of }) => {
      if (of === name || !owners.includes(of)) {
        return [
          `Workload ${name} mounts the volume of "${of}", which has none to share; workloads of one pod that do: ${owners.filter((owner) => owner !== name).join(", ") || "none"}.`,
        ];
      }
      return waitsFor(workloads, of).has(name)
        ? [
            `Workload ${name} mounts the volume of ${of}, which waits for ${name} in turn: neither would ever be placed; leave one of the two out.`,
          ]
        : [];
    }),
  );
}
