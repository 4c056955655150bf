import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { StoreConnection } from "./connection";
import type { Store } from "./contract";

/** What a cloud's service is made with. */
export interface ManagedStoreArgs {
  readonly store: Store;
  /** Name of the application, for what a cloud shows and groups by. */
  readonly application: string;
  /** Refuse to delete it, keep more backups, and let it survive the loss of a machine. */
  readonly protectData: boolean;
}

/** A store that a cloud runs. */
export interface ManagedStore {
  readonly connection: pulumi.Output<StoreConnection>;
  /** Address ranges in which it answers, and the port; policies let clients out to them. */
  readonly cidrs: readonly pulumi.Input<string>[];
  readonly port: pulumi.Input<number>;
}

/** Makes the stores that the cluster's cloud runs. Its module is loaded only for systems that have one. */
export interface StoreProvisioner {
  /** Makes the store `name`; its resources are children of `parent`. */
  provision(name: string, args: ManagedStoreArgs, parent: pulumi.Resource): ManagedStore;
}

/** The way to a managed store. */
export function managedEgress({ cidrs, port }: ManagedStore): types.input.networking.v1.NetworkPolicyEgressRule {
  return { to: cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: [{ protocol: "TCP", port }] };
}
