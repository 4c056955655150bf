import { mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { UsageError } from "../../components/errors";
import { clusterDirectory, clustersDirectory } from "./directories";
import { withLock } from "./lock";
import { readOwner, standingOf, writeOwner } from "./owner";
import { killProcessesOf } from "./processes";

/** One of the control planes on this machine. */
export interface KnownControlPlane {
  readonly name: string;
  readonly directory: string;
  /** In use by a running process, or kept for later runs. */
  readonly standing: "in use" | "kept";
}

const underLock = async <Result>(action: () => Promise<Result>): Promise<Result> =>
  withLock(path.join(clustersDirectory(), ".lock"), action);

/** Removes a control plane by its directory: processes first. */
export async function remove(directory: string): Promise<void> {
  await killProcessesOf(directory);
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
}

/** Every directory of a control plane; those that a killed run left behind are removed. */
async function sweep(): Promise<KnownControlPlane[]> {
  const entries = await readdir(clustersDirectory(), { withFileTypes: true }).catch(() => []);
  const known: KnownControlPlane[] = [];
  for (const entry of entries.filter((one) => one.isDirectory())) {
    const directory = clusterDirectory(entry.name);
    const standing = await standingOf(await readOwner(directory));
    if (standing === "abandoned") await remove(directory);
    else known.push({ name: entry.name, directory, standing });
  }
  return known;
}

/** The control planes on this machine that are in use or kept; leftovers of killed runs are cleaned up on the way. */
export async function listControlPlanes(): Promise<readonly KnownControlPlane[]> {
  return underLock(sweep);
}

/** Removes a control plane, in whatever state it is, even while it starts. */
export async function removeControlPlane(name: string): Promise<void> {
  await remove(clusterDirectory(name));
}

/** Makes the directory of a new control plane, which this process owns. */
export async function claimNew(name: string): Promise<string> {
  if (!/^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/.test(name)) {
    throw new UsageError(`"${name}" can't name a control plane: up to 40 of a-z, 0-9 and "-", no "-" at the ends.`);
  }
  const directory = clusterDirectory(name);
  await underLock(async () => {
    const there = (await sweep()).find((one) => one.name === name);
    if (there !== undefined) {
      const how = there.standing === "kept" ? "was kept by an earlier run" : "is in use by another process";
      throw new UsageError(`The control plane "${name}" ${how} (${directory}).`);
    }
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeOwner(directory, false);
  });
  return directory;
}

/** Makes this process the owner of a kept control plane; undefined if there is none of this name. */
export async function claimKept(name: string): Promise<string | undefined> {
  const directory = clusterDirectory(name);
  return underLock(async () => {
    const there = (await sweep()).find((one) => one.name === name);
    if (there === undefined) return undefined;
    if (there.standing === "in use") {
      throw new UsageError(
        `The control plane "${name}" is in use by another process (${directory}); run the same command again when that has ended.`,
      );
    }
    await writeOwner(directory, true);
    return directory;
  });
}
