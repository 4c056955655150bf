import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { UsageError } from "../../components/errors";
import type { ClusterClient } from "./api";
import { clientOf } from "./api";
import type { Binaries } from "./binaries";
import { findBinaries } from "./binaries";
import { startCloud } from "./cloud";
import type { ControlPlane, ControlPlaneSpec, Progress } from "./contract";
import { cacheDirectory, clusterDirectory, clustersDirectory } from "./directories";
import { filesOf, kwokctl, writeKubeconfig } from "./kwokctl";
import { kwokctlConfiguration } from "./kwokctl-configuration";
import { withLock } from "./lock";
import { disown, readOwner, standingOf, writeOwner } from "./owner";
import { freePorts } from "./ports";
import { killProcessesOf, processesOf } from "./processes";
import { isReachable, waitForApi } from "./reachable";

/** One of the control planes on this machine. */
export interface KnownControlPlane {
  readonly name: string;
  readonly directory: string;
  /** In use by a running process, or kept for later runs. */
  readonly standing: "in use" | "kept";
}

const underLock = async <Result>(action: () => Promise<Result>): Promise<Result> =>
  withLock(path.join(clustersDirectory(), ".lock"), action);

async function remove(directory: string): Promise<void> {
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

async function claimNew(spec: ControlPlaneSpec): Promise<string> {
  if (!/^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/.test(spec.name)) {
    throw new UsageError(
      `"${spec.name}" can't name a control plane: up to 40 of a-z, 0-9 and "-", no "-" at the ends.`,
    );
  }
  const directory = clusterDirectory(spec.name);
  await underLock(async () => {
    const there = (await sweep()).find((one) => one.name === spec.name);
    if (there !== undefined) {
      const how = there.standing === "kept" ? "was kept by an earlier run" : "is in use by another process";
      throw new UsageError(`The control plane "${spec.name}" ${how} (${directory}).`);
    }
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeOwner(directory, false);
  });
  return directory;
}

function environmentOf(directory: string, name: string, binaries: Binaries): Record<string, string> {
  const { home, kubeconfig } = filesOf(directory, name);
  const folders = [binaries.helm, binaries.kubectl].flatMap((file) => (file === undefined ? [] : [path.dirname(file)]));
  return {
    PATH: [...new Set(folders), process.env["PATH"] ?? ""].join(path.delimiter),
    KUBECONFIG: kubeconfig,
    HOME: home,
    HELM_CONFIG_HOME: path.join(home, "helm", "config"),
    HELM_DATA_HOME: path.join(home, "helm", "data"),
    // Charts that were pulled once are shared by all rehearsals.
    HELM_CACHE_HOME: path.join(cacheDirectory(), "helm"),
  };
}

async function versionOf(client: ClusterClient): Promise<string> {
  return (await client.version.getCode()).gitVersion;
}

/** Hands out a control plane that answers, with its cloud running. */
async function connect(
  spec: ControlPlaneSpec,
  directory: string,
  binaries: Binaries,
  progress: Progress,
): Promise<ControlPlane> {
  const { name } = spec;
  const kubeconfig = await writeKubeconfig(directory, name);
  const client = clientOf(kubeconfig);
  await waitForApi(client);
  const [cloud, kubernetesVersion] = await Promise.all([startCloud(client, spec, progress), versionOf(client)]);
  return {
    name,
    kubeconfig,
    kubeconfigPath: filesOf(directory, name).kubeconfig,
    kubernetesVersion,
    environment: environmentOf(directory, name, binaries),
    directory,
    capacity: async () => cloud.capacity(),
    keep: async () => writeOwner(directory, true),
    release: async () => {
      await cloud.stop();
      await disown(directory);
    },
    stop: async () => {
      await Promise.all([cloud.stop(), remove(directory)]);
    },
  };
}

/**
 * Starts a control plane for a rehearsal: an API server, its controllers and scheduler, and nodes of the sizes that
 * the spec asks for, on ports of the loopback address, with credentials and a directory of its own. The directory
 * appears at once, so that {@link removeControlPlane} ends a start that is under way.
 */
export async function startControlPlane(spec: ControlPlaneSpec, progress: Progress): Promise<ControlPlane> {
  const binaries = await findBinaries(
    {
      metricsServer: spec.metricsServer,
      ...(spec.kubernetesVersion === undefined ? {} : { kubernetesVersion: spec.kubernetesVersion }),
    },
    progress,
  );
  const directory = await claimNew(spec);
  const { configuration, spec: specFile } = filesOf(directory, spec.name);
  try {
    const [etcd = 0, etcdPeer = 0, apiServer = 0, controllerManager = 0, scheduler = 0, kwok = 0, metricsServer = 0] =
      await freePorts(7);
    const ports = { etcd, etcdPeer, apiServer, controllerManager, scheduler, kwok, metricsServer };
    await writeFile(configuration, kwokctlConfiguration(spec, binaries, ports, directory));
    await writeFile(`${specFile}.new`, JSON.stringify(spec));
    await rename(`${specFile}.new`, specFile);
    progress("starting the control plane");
    await kwokctl(directory, spec.name, binaries, "create");
    return await connect(spec, directory, binaries, progress);
  } catch (error) {
    await remove(directory);
    throw error;
  }
}

/** What of a spec is fixed once a control plane exists: the rest can change from run to run. */
const fixed = (spec: ControlPlaneSpec): string =>
  JSON.stringify([spec.loadBalancer.kind, spec.metricsServer, spec.pools.map((pool) => pool.name)]);

/**
 * Takes up a control plane that an earlier run kept, and starts its processes again if they have ended. Undefined if
 * there is none of this name.
 */
export async function openControlPlane(
  spec: Pick<ControlPlaneSpec, "name"> & Partial<ControlPlaneSpec>,
  progress: Progress,
): Promise<ControlPlane | undefined> {
  const directory = clusterDirectory(spec.name);
  const found = await underLock(async () => {
    const there = (await sweep()).find((one) => one.name === spec.name);
    if (there?.standing === "in use") {
      throw new UsageError(`The control plane "${spec.name}" is in use by another process (${directory}).`);
    }
    if (there !== undefined) await writeOwner(directory, true);
    return there !== undefined;
  });
  if (!found) return undefined;
  const recorded = JSON.parse(await readFile(filesOf(directory, spec.name).spec, "utf8")) as ControlPlaneSpec;
  const wanted: ControlPlaneSpec = { ...recorded, ...spec };
  if (fixed(recorded) !== fixed(wanted)) {
    await disown(directory);
    throw new UsageError(
      `The kept control plane "${spec.name}" was made for another cluster: its load balancers, metrics or node pools ` +
        `differ. Remove it (${directory}) or rehearse under another name.`,
    );
  }
  const binaries = await findBinaries({ metricsServer: wanted.metricsServer }, progress);
  const running = (await processesOf(directory)).length;
  if (
    running < (wanted.metricsServer ? 6 : 5) ||
    !(await isReachable(clientOf(await writeKubeconfig(directory, spec.name))))
  ) {
    progress("starting the kept control plane again");
    await killProcessesOf(directory);
    // kwokctl takes a number that is listed there for a process that runs, even if that one has ended.
    const pids = path.join(directory, "clusters", spec.name, "pids");
    await rm(pids, { recursive: true, force: true });
    await mkdir(pids);
    await kwokctl(directory, spec.name, binaries, "start");
  }
  return connect(wanted, directory, binaries, progress);
}
