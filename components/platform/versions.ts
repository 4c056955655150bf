import type { AddOnName } from "./contract";

/** Where a chart keeps its custom resource definitions, which decides who upgrades and who removes them. */
export type DefinitionsHome =
  /** Helm installs them once, and neither upgrades nor removes them. */
  | "crds-folder"
  /** Part of the release: upgraded and removed with it. */
  | "templates"
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

/**
 * THE table of charts: every version is pinned here and nowhere else.
 *
 * Read in the charts' own sources on 2026-11-20 (snapshots of 2026-03-20 for ingress-nginx, which is retired, and
 * of 2026-08-20 to 22 for the others). Timeouts are several times what each takes with images to pull and volumes
 * to attach. Levels of Pod Security: checked on the rendered pods.
 */
export const charts = {
  "prometheus-operator-crds": {
    name: "prometheus-operator-crds",
    version: "31.0.1",
    appVersion: "v0.93.1",
    repository: "oci://ghcr.io/prometheus-community/charts",
    release: "prometheus-operator-crds",
    // No pods: only the release's own record, and no namespace of ours for anybody to wait for.
    namespace: "kube-system",
    volumes: false,
    definitions: "templates",
    timeoutSeconds: 180,
    atomic: true,
    imageRegistries: [],
  },
  "ingress-nginx": {
    name: "ingress-nginx",
    version: "4.15.1",
    appVersion: "1.15.1",
    repository: "https://kubernetes.github.io/ingress-nginx",
    release: "ingress-nginx",
    namespace: "ingress-nginx",
    podSecurity: "restricted",
    volumes: false,
    definitions: "none",
    timeoutSeconds: 900,
    // Helm waits for the cloud's load balancer (2–5 minutes); rolling back a slow one would lose its address.
    atomic: false,
    imageRegistries: [{ path: "global.image.registry" }],
  },
  "cert-manager": {
    name: "cert-manager",
    version: "v1.21.1",
    appVersion: "v1.21.1",
    repository: "oci://quay.io/jetstack/charts",
    release: "cert-manager",
    namespace: "cert-manager",
    podSecurity: "restricted",
    volumes: false,
    definitions: "templates",
    // Its last hook asks the webhook for up to five minutes.
    timeoutSeconds: 600,
    atomic: true,
    imageRegistries: [{ path: "imageRegistry" }],
  },
  dapr: {
    name: "dapr",
    version: "1.18.3",
    appVersion: "1.18.3",
    repository: "https://dapr.github.io/helm-charts",
    release: "dapr",
    namespace: "dapr-system",
    podSecurity: "restricted",
    volumes: true,
    definitions: "crds-folder",
    timeoutSeconds: 600,
    atomic: true,
    imageRegistries: [{ path: "global.registry", suffix: "dapr" }],
  },
  "kube-prometheus-stack": {
    name: "kube-prometheus-stack",
    version: "88.5.3",
    appVersion: "v0.93.1",
    repository: "oci://ghcr.io/prometheus-community/charts",
    release: "monitoring",
    namespace: "monitoring",
    // The node exporter reads the node: host network, process table and root file system.
    podSecurity: "privileged",
    volumes: true,
    // In the chart they lie in a crds/ folder; ours come by prometheus-operator-crds.
    definitions: "none",
    timeoutSeconds: 900,
    atomic: true,
    imageRegistries: [{ path: "global.imageRegistry" }],
  },
  loki: {
    name: "loki",
    version: "18.11.0",
    appVersion: "3.7.6",
    repository: "oci://ghcr.io/grafana-community/helm-charts",
    release: "loki",
    namespace: "loki",
    podSecurity: "restricted",
    volumes: true,
    definitions: "none",
    timeoutSeconds: 600,
    atomic: true,
    imageRegistries: [{ path: "global.imageRegistry" }],
  },
  alloy: {
    name: "alloy",
    version: "1.11.1",
    appVersion: "v1.18.1",
    repository: "https://grafana.github.io/helm-charts",
    release: "alloy",
    namespace: "alloy",
    // Container logs are files of the node.
    podSecurity: "privileged",
    volumes: false,
    // Its one definition (PodLogs) is not installed.
    definitions: "none",
    timeoutSeconds: 300,
    atomic: true,
    imageRegistries: [{ path: "global.image.registry" }],
  },
  "metrics-server": {
    name: "metrics-server",
    version: "3.13.1",
    appVersion: "0.8.1",
    repository: "https://kubernetes-sigs.github.io/metrics-server",
    release: "metrics-server",
    namespace: "metrics-server",
    podSecurity: "restricted",
    volumes: false,
    definitions: "none",
    timeoutSeconds: 300,
    atomic: true,
    imageRegistries: [{ path: "image.repository", suffix: "metrics-server/metrics-server" }],
  },
  "cluster-autoscaler": {
    name: "cluster-autoscaler",
    version: "9.59.0",
    appVersion: "1.35.0",
    repository: "https://kubernetes.github.io/autoscaler",
    release: "cluster-autoscaler",
    // Where the role of its service account is bound by the cluster's own layer.
    namespace: "kube-system",
    volumes: false,
    definitions: "none",
    timeoutSeconds: 300,
    atomic: true,
    imageRegistries: [{ path: "image.repository", suffix: "autoscaling/cluster-autoscaler" }],
  },
  "cloudnative-pg": {
    name: "cloudnative-pg",
    version: "0.29.0",
    appVersion: "1.30.0",
    repository: "https://cloudnative-pg.github.io/charts",
    release: "cloudnative-pg",
    namespace: "cnpg-system",
    podSecurity: "restricted",
    volumes: false,
    definitions: "templates",
    timeoutSeconds: 300,
    atomic: true,
    imageRegistries: [{ path: "image.repository", suffix: "cloudnative-pg/cloudnative-pg" }],
  },
  "external-secrets": {
    name: "external-secrets",
    version: "2.9.0",
    appVersion: "v2.9.0",
    repository: "oci://ghcr.io/external-secrets/charts",
    release: "external-secrets",
    namespace: "external-secrets",
    podSecurity: "restricted",
    volumes: false,
    definitions: "templates",
    timeoutSeconds: 300,
    atomic: true,
    imageRegistries: [
      { path: "image.repository", suffix: "external-secrets/external-secrets" },
      { path: "webhook.image.repository", suffix: "external-secrets/external-secrets" },
      { path: "certController.image.repository", suffix: "external-secrets/external-secrets" },
    ],
  },
  "sealed-secrets": {
    name: "sealed-secrets",
    // The newest whose values could be read, of 2026-07-29; the image is that of 0.40.0.
    version: "2.19.1",
    appVersion: "0.38.4",
    repository: "https://bitnami.github.io/sealed-secrets",
    release: "sealed-secrets",
    // Where kubeseal looks for it, and where its keys outlive the release.
    namespace: "kube-system",
    volumes: false,
    definitions: "crds-folder",
    timeoutSeconds: 300,
    atomic: true,
    imageRegistries: [{ path: "image.registry" }],
  },
  vault: {
    name: "vault",
    version: "0.34.1",
    appVersion: "2.0.4",
    repository: "https://helm.releases.hashicorp.com",
    release: "vault",
    namespace: "vault",
    podSecurity: "restricted",
    volumes: true,
    definitions: "none",
    timeoutSeconds: 300,
    // Rolling back what isn't ready means waiting for it, and servers aren't ready until somebody unseals them.
    atomic: false,
    awaited: false,
    imageRegistries: [
      { path: "injector.image.repository", suffix: "hashicorp/vault-k8s" },
      { path: "injector.agentImage.repository", suffix: "hashicorp/vault" },
      { path: "server.image.repository", suffix: "hashicorp/vault" },
    ],
  },
} as const satisfies Readonly<Record<AddOnName, ChartFacts>>;
