import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { UsageError } from "../../components/errors";
import type { ClusterClient } from "./api";
import { clientOf } from "./api";
import type { Binaries } from "./binaries";
import { findBinaries } from "./binaries";
import { startCloud } from "./cloud";
import type { ControlPlane, ControlPlaneSpec, Progress } from "./contract";
import { cacheDirectory } from "./directories";
import { claimKept, claimNew, remove } from "./known-control-planes";
import { filesOf, kwokctl, restart, writeKubeconfig } from "./kwokctl";
import { kwokctlConfiguration } from "./kwokctl-configuration";
import { disown, writeOwner } from "./owner";
import { freePorts } from "./ports";
import { assertAllRun, missingPrograms } from "./programs";
import { isReachable, waitForApi } from "./reachable";

export { listControlPlanes, removeControlPlane } from "./known-control-planes";

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
  await assertAllRun(directory, spec);
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
  const directory = await claimNew(spec.name);
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

/** What of a spec is fixed once a control plane exists; storage classes and the size of pools may change between runs. */
const fixed = (spec: ControlPlaneSpec): string =>
  JSON.stringify([spec.loadBalancer.kind, spec.metricsServer, spec.pools.map(({ min, max, ...rest }) => rest)]);

/**
 * Takes up a control plane that an earlier run kept, and starts its processes again if they have ended. Undefined if
 * there is none of this name.
 */
export async function openControlPlane(
  spec: Pick<ControlPlaneSpec, "name"> & Partial<ControlPlaneSpec>,
  progress: Progress,
): Promise<ControlPlane | undefined> {
  const directory = await claimKept(spec.name);
  if (directory === undefined) return undefined;
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
  const client = clientOf(await writeKubeconfig(directory, spec.name));
  if ((await missingPrograms(directory, wanted)).length > 0 || !(await isReachable(client))) {
    progress("starting the kept control plane again");
    await restart(directory, spec.name, binaries);
  }
  return connect(wanted, directory, binaries, progress);
}
