import { z } from "zod";
import type { StorageClassSpec } from "../../components/cluster/contract";
import { kubeletMaxPods, toNodeShape } from "../../components/cluster/machine";
import { poolLabels } from "../../components/cluster/node-pool";
import { regionOfLocation, zonesOf } from "../../components/cluster/regions";
import type {
  ClusterSettings,
  DoksSettings,
  EksSettings,
  GkeSettings,
  KubeconfigSettings,
  MinikubeSettings,
} from "../../components/cluster/settings";
import type { Environment } from "../../components/environment";
import { kubeconfigSchema, minikubeSchema, stackSchema } from "./local-cluster-schema";
import { doksSchema, eksSchema, gkeSchema } from "./managed-cluster-schema";
import { resolveDiskedNodePool, resolveNodePool } from "./node-pool-schema";

/** The setting `cluster` of a stack: a kind, and what that kind takes. */
export const clusterSchema = z
  .discriminatedUnion("kind", [doksSchema, eksSchema, gkeSchema, minikubeSchema, kubeconfigSchema, stackSchema])
  .describe("The cluster that the stack runs on.");

/** The setting `cluster` as it is written. */
export type ClusterInput = z.input<typeof clusterSchema>;

/** The setting `cluster` as parsed; {@link resolveCluster} fills in what depends on the environment. */
export type ParsedCluster = z.output<typeof clusterSchema>;

/** Settings whose name may be left to the stack: `<system>-<environment>`. */
export type Unnamed<Settings> = Settings extends { readonly name: string }
  ? Omit<Settings, "name"> & { readonly name?: string }
  : Settings;

/** What a stack says about its cluster: complete, but for a name that follows from system and environment. */
export type ClusterConfig = Unnamed<ClusterSettings>;

/** Applies the defaults that depend on the environment. */
export function resolveCluster(parsed: ParsedCluster, environment: Environment): ClusterConfig {
  return deepFreeze(resolve(parsed, environment === "prod"));
}

type Of<Kind extends ParsedCluster["kind"]> = Extract<ParsedCluster, { kind: Kind }>;

function resolve(parsed: ParsedCluster, prod: boolean): ClusterConfig {
  switch (parsed.kind) {
    case "doks":
      return resolveDoks(parsed, prod);
    case "eks":
      return resolveEks(parsed, prod);
    case "gke":
      return resolveGke(parsed, prod);
    case "minikube":
      return resolveMinikube(parsed);
    case "kubeconfig":
      return resolveKubeconfig(parsed);
    case "stack":
      return parsed;
  }
}

function resolveDoks({ name, vpcCidr, ...parsed }: Of<"doks">, prod: boolean): Unnamed<DoksSettings> {
  return {
    ...parsed,
    ...(name !== undefined && { name }),
    ...(vpcCidr !== undefined && { vpcCidr }),
    protect: parsed.protect ?? prod,
    retainVolumes: parsed.retainVolumes ?? prod,
    highAvailability: parsed.highAvailability ?? prod,
    autoUpgrade: parsed.autoUpgrade ?? parsed.version === "latest",
    nodePool: resolveNodePool("doks", parsed.nodePool),
    destroyAssociated: !prod,
  };
}

function resolveEks({ name, ...parsed }: Of<"eks">, prod: boolean): Unnamed<EksSettings> {
  return {
    ...parsed,
    ...(name !== undefined && { name }),
    protect: parsed.protect ?? prod,
    retainVolumes: parsed.retainVolumes ?? prod,
    zones: parsed.zones ?? zonesOf("eks", parsed.region).slice(0, prod ? 3 : 2),
    natGateways: parsed.natGateways ?? (prod ? "per-zone" : "one"),
    logRetention: parsed.logRetention ?? (prod ? 90 : 14),
    nodePool: resolveDiskedNodePool("eks", parsed.nodePool),
  };
}

function resolveGke({ name, project, ...parsed }: Of<"gke">, prod: boolean): Unnamed<GkeSettings> {
  const location = parsed.location ?? (prod ? "us-central1" : "us-central1-a");
  const region = regionOfLocation(location);
  return {
    ...parsed,
    ...(name !== undefined && { name }),
    ...(project !== undefined && { project }),
    protect: parsed.protect ?? prod,
    retainVolumes: parsed.retainVolumes ?? prod,
    location,
    region,
    zones: location === region ? zonesOf("gke", region).slice(0, 3) : [location],
    nodePool: resolveDiskedNodePool("gke", parsed.nodePool),
  };
}

function resolveMinikube({ name, ...parsed }: Of<"minikube">): Unnamed<MinikubeSettings> {
  return { ...parsed, ...(name !== undefined && { name }) };
}

/** Storage classes that clusters of one's own commonly have. */
const commonClasses: Readonly<Record<string, Pick<StorageClassSpec, "provisioner" | "bindingMode">>> = {
  "local-path": { provisioner: "rancher.io/local-path", bindingMode: "WaitForFirstConsumer" },
  standard: { provisioner: "rancher.io/local-path", bindingMode: "WaitForFirstConsumer" },
  "nfs-client": { provisioner: "cluster.local/nfs-subdir-external-provisioner", bindingMode: "Immediate" },
  longhorn: { provisioner: "driver.longhorn.io", bindingMode: "Immediate" },
  "openebs-hostpath": { provisioner: "openebs.io/local", bindingMode: "WaitForFirstConsumer" },
};

/** A class of a cluster of one's own, by its name. */
function foreignClass(name: string, isDefault = false): StorageClassSpec {
  const known = commonClasses[name] ?? { provisioner: "unknown", bindingMode: "WaitForFirstConsumer" };
  return { name, ...known, isDefault };
}

function resolveKubeconfig({ path, context, ...parsed }: Of<"kubeconfig">): Unnamed<KubeconfigSettings> {
  const name = parsed.name ?? context;
  return {
    kind: "kubeconfig",
    ...(name !== undefined && { name }),
    ...(path !== undefined && { path }),
    ...(context !== undefined && { context }),
    storageClass: foreignClass(parsed.storageClass, true),
    ...(parsed.fastStorageClass !== undefined && { fastStorageClass: foreignClass(parsed.fastStorageClass) }),
    ...(parsed.sharedStorageClass !== undefined && { sharedStorageClass: foreignClass(parsed.sharedStorageClass) }),
    loadBalancer: parsed.loadBalancer,
    metricsServer: parsed.metricsServer,
    networkPolicy: parsed.networkPolicy,
    nodePools: parsed.nodePools.map(({ name: pool, cpus, memory, disk, count, zones }) => ({
      name: pool,
      size: `${String(cpus)}cpu-${String(memory)}mi`,
      shape: toNodeShape({ cpus, memory }, disk, { cpu: cpus * 1000, memory, pods: kubeletMaxPods }),
      min: count,
      max: count,
      zones,
      region: "",
      labels: poolLabels,
    })),
  };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
