import type { AddOnName } from "./contract";

/** Where a chart keeps its custom resource definitions, which decides who upgrades and who removes them. */
export type DefinitionsHome =
  /** Helm installs them once, and neither upgrades nor removes them. */
  | "crds-folder"
  /** Part of the release: upgraded and removed with it. */
  | "templates"
  /** In a crds/ folder, of no use here, and not installed. */
  | "left-out"
  | "none";

/** The levels of the Pod Security Standards. */
export type PodSecurityLevel = "restricted" | "baseline" | "privileged";

/** Where a chart takes the registry of its images from, for `images.mirror`. */
export interface ImageRegistryPath {
  /** Dotted path in the chart's values. */
  readonly path: string;
  /** What the value says after the registry's host, e.g. `dapr` in `ghcr.io/dapr`. @default nothing */
  readonly suffix?: string;
}

/** What is known of one chart. */
export interface ChartFacts {
  /** Name in its repository. */
  readonly name: AddOnName;
  /** The pinned version. */
  readonly version: string;
  /** Version of the application that it installs. */
  readonly appVersion: string;
  /** An http(s) repository, or the `oci://` folder in which the chart lies. */
  readonly repository: string;
  /** Name of the release, from which the chart derives its objects' names. */
  readonly release: string;
  readonly namespace: string;
  /** The strictest level that the chart's pods pass; undefined where the namespace is the cluster's own. */
  readonly podSecurity?: PodSecurityLevel;
  /** Whether the namespace has volumes with data, which production protects from removal. */
  readonly volumes: boolean;
  readonly definitions: DefinitionsHome;
  /** Seconds that an installation may take. */
  readonly timeoutSeconds: number;
  /** Whether a failed installation is rolled back. */
  readonly atomic: boolean;
  /** Whether an installation ends when everything is ready, or as soon as it is made. @default true */
  readonly awaited?: boolean;
  readonly imageRegistries: readonly ImageRegistryPath[];
}
