import type * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../environment";
import type { PlatformHandle } from "../platform/contract";
import type { StorageClasses } from "./claims";
import type { Application, Workload } from "./contract";
import type { Flow } from "./flows";
import type { SecretDelivery } from "./secret-back-ends/secret-delivery";
import type { StoreRules } from "./stores/store-rules";

/** Arguments of a workload component. */
export interface WorkloadArgs {
  readonly application: Application;
  readonly workload: Workload;
  readonly platform: PlatformHandle;
  readonly secrets: SecretDelivery;
  /** Name of the namespace; an Output where its creation has to be waited for. */
  readonly namespace: pulumi.Input<string>;
  readonly flows: readonly Flow[];
  /** Ways to the stores that are no workloads. */
  readonly storeRules: StoreRules;
  /** The storage classes for volumes holding data, and the nodes that mount them. */
  readonly cluster: StorageClasses;
  readonly pullSecret?: pulumi.Input<string>;
  /** Keep volumes that hold data from being deleted. */
  readonly protectData: boolean;
  readonly environment: Environment;
  /** What must exist before the pods can run. */
  readonly podsNeed: readonly pulumi.Resource[];
}

/** Metadata that all objects of a workload share. */
export interface Metadata {
  readonly namespace: pulumi.Input<string>;
  readonly labels: Record<string, string>;
}

/** Options that make a resource a child of its component. */
export interface Child {
  readonly parent: pulumi.Resource;
  readonly provider?: pulumi.ProviderResource;
}
