import { all, type Output, output } from "@pulumi/pulumi";
import { UsageError } from "../errors";
import type { LoadBalancer, PlatformFacts } from "../platform/contract";
import type { NodePool, StorageClassSpec } from "./contract";
import { type ClusterCapabilities, type ClusterHandle, type ClusterKind, clusterKinds } from "./contract";
import { isSharedNetwork, type SharedNetwork } from "./network";

/**
 * What a stack tells others of its cluster: its output `shared`. Plain data, nothing secret; the kubeconfig is the
 * secret output `kubeconfig` beside it.
 */
export interface SharedCluster {
  /** The owner's kind of cluster. */
  readonly kind: ClusterKind;
  readonly name: string;
  /** What tells the cluster from any other. */
  readonly identifier: string;
  readonly storageClass: string;
  readonly fastStorageClass?: string;
  readonly sharedStorageClass?: string;
  readonly storageClasses: readonly StorageClassSpec[];
  readonly capabilities: ClusterCapabilities;
  readonly nodePools: readonly NodePool[];
  /** The private network, where the cluster is on a cloud. */
  readonly network?: SharedNetwork;
  /** What the owner's platform offers. */
  readonly platform: PlatformFacts;
}

/** A shared cluster as the stack sees it that uses it. */
export interface OwnerStack extends SharedCluster {
  /** The owner, as `organization/project/stack` or what the stack wrote. */
  readonly reference: string;
  /** The owner's output `loadBalancer`. */
  readonly loadBalancer?: LoadBalancer;
  /** The owner's output `grafanaUrl`. */
  readonly grafanaUrl?: string;
}

/** Names of the outputs by which a stack shares its cluster. */
export const sharingOutputs = {
  shared: "shared",
  kubeconfig: "kubeconfig",
  loadBalancer: "loadBalancer",
  grafanaUrl: "grafanaUrl",
} as const;

/** The output `shared` of a stack. */
export function toShared(handle: ClusterHandle, platform: PlatformFacts): Output<SharedCluster> {
  return all([handle.name, handle.identifier, output(handle.network)]).apply(([name, identifier, network]) => ({
    kind: handle.kind,
    name,
    identifier,
    storageClass: handle.storageClass,
    ...(handle.fastStorageClass === undefined ? {} : { fastStorageClass: handle.fastStorageClass }),
    ...(handle.sharedStorageClass === undefined ? {} : { sharedStorageClass: handle.sharedStorageClass }),
    storageClasses: handle.storageClasses,
    capabilities: handle.capabilities,
    nodePools: handle.nodePools,
    ...(network === undefined ? {} : { network }),
    platform,
  }));
}

/**
 * Checks what another stack exports, which may have been written by another version of this program.
 *
 * @throws UsageError naming the stack and the first field that isn't what it should be
 */
export function readShared(value: unknown, reference: string): SharedCluster {
  const refuse = (field: string): never => {
    throw new UsageError(
      `cluster.reference is "${reference}", whose output ${sharingOutputs.shared} has no ${field} that this version of Rootstock understands; run pulumi up on that stack with this version first.`,
    );
  };
  if (!isRecord(value)) return refuse("content");
  const { kind, name, identifier, storageClass, storageClasses, capabilities, nodePools, platform } = value;
  const { fastStorageClass, network, sharedStorageClass } = value;
  return {
    kind: clusterKinds.find((known) => known === kind) ?? refuse("kind"),
    name: typeof name === "string" ? name : refuse("name"),
    identifier: typeof identifier === "string" ? identifier : refuse("identifier"),
    storageClass: typeof storageClass === "string" ? storageClass : refuse("storageClass"),
    ...(typeof fastStorageClass === "string" ? { fastStorageClass } : {}),
    ...(typeof sharedStorageClass === "string" ? { sharedStorageClass } : {}),
    storageClasses: isListOf(storageClasses, isStorageClass) ? storageClasses : refuse("storageClasses"),
    capabilities: isCapabilities(capabilities) ? capabilities : refuse("capabilities"),
    nodePools: isListOf(nodePools, isNodePool) ? nodePools : refuse("nodePools"),
    ...(isSharedNetwork(network) ? { network } : {}),
    platform: isPlatform(platform) ? platform : refuse("platform"),
  };
}

/** Checks the owner's output `loadBalancer`; anything else counts as none. */
export function isLoadBalancer(value: unknown): value is LoadBalancer {
  return (
    isRecord(value) && (value["kind"] === "ip" || value["kind"] === "hostname") && typeof value["value"] === "string"
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isListOf<T>(value: unknown, is: (item: unknown) => item is T): value is readonly T[] {
  return Array.isArray(value) && value.every(is);
}

function isStorageClass(value: unknown): value is StorageClassSpec {
  return (
    isRecord(value) &&
    typeof value["name"] === "string" &&
    typeof value["provisioner"] === "string" &&
    typeof value["isDefault"] === "boolean" &&
    (value["bindingMode"] === "Immediate" || value["bindingMode"] === "WaitForFirstConsumer")
  );
}

function isCapabilities(value: unknown): value is ClusterCapabilities {
  return (
    isRecord(value) &&
    (value["loadBalancer"] === "ip" || value["loadBalancer"] === "hostname" || value["loadBalancer"] === "none") &&
    typeof value["metricsServer"] === "boolean" &&
    typeof value["networkPolicy"] === "boolean" &&
    typeof value["nodeAutoscaling"] === "boolean"
  );
}

function isNodePool(value: unknown): value is NodePool {
  return (
    isRecord(value) &&
    typeof value["name"] === "string" &&
    typeof value["size"] === "string" &&
    typeof value["min"] === "number" &&
    typeof value["max"] === "number" &&
    isRecord(value["shape"]) &&
    isRecord(value["shape"]["allocatable"]) &&
    isRecord(value["labels"]) &&
    Array.isArray(value["zones"])
  );
}

function isPlatform(value: unknown): value is PlatformFacts {
  return isRecord(value) && typeof value["logs"] === "boolean" && typeof value["metrics"] === "boolean";
}
