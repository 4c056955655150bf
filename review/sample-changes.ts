import type { Settings } from "../plan/stack-yaml";
import type { SystemName } from "../stacks/systems";

/** A change to a stack's file, reviewed as an example. */
export interface SampleChange {
  readonly title: string;
  /** Settings of the file before, beside system and environment. */
  readonly before: Settings;
  /** Those that differ after. */
  readonly after: Settings;
}

/** A change to each system's production: what people change, and what they had better not. */
export const sampleChanges: Readonly<Record<SystemName, SampleChange>> = {
  todo: {
    title: "Todo: a new version, on larger nodes",
    before: { imageTag: "v1.0.0", cluster: { kind: "doks" } },
    after: { imageTag: "v1.1.0", cluster: { kind: "doks", nodePool: { size: "s-4vcpu-8gb" } } },
  },
  "juniper-canopy": {
    title: "Juniper Canopy: another domain, and no monitoring",
    before: { imageTag: "v2.0.0", cluster: { kind: "eks" } },
    after: { domain: "canopy.example.org", platform: { monitoring: { enabled: false } } },
  },
  chloromaster: {
    title: "ChloroMaster: the database moves from Cloud SQL into the cluster",
    before: { imageTag: "v3.2.0", cluster: { kind: "gke" }, stores: { postgres: "managed" } },
    after: { stores: { postgres: "cluster" } },
  },
  "ffe-backend": {
    title: "FFE: the database moves out of the cluster",
    before: { imageTag: "v0.9.0", cluster: { kind: "kubeconfig" } },
    after: { imageTag: "v0.10.0", stores: { postgres: "external" } },
  },
  "detection-api": {
    title: "Detection API: v1.5.0 takes over in the green slot",
    before: {
      imageTag: { default: "v1.4.0", "detection-api-green": "v1.5.0" },
      cluster: { kind: "kubeconfig" },
      slots: { "detection-api": "blue" },
    },
    after: { slots: { "detection-api": "green" } },
  },
};
