import type { types } from "@pulumi/kubernetes";

/** Ways out of the namespace, or to pods that are no workloads, by the store that they lead to. */
export type StoreRules = Readonly<Record<string, readonly types.input.networking.v1.NetworkPolicyEgressRule[]>>;
