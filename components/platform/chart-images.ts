import type { AddOnName } from "./contract";

/** An image that a chart, or what it installs, runs. */
export interface ChartImage {
  /** In full: `registry/repository:tag`, with the digest where the chart pins one. */
  readonly image: string;
  /**
   * Who asks for it: the chart's own pods, a controller that the chart installs, or a webhook that adds a container to
   * other pods. @default chart
   */
  readonly by?: "controller" | "webhook";
}

/** The images of one version of a chart. */
export interface ChartImages {
  /** The version they were read from; a test holds it against the pinned one. */
  readonly version: string;
  readonly images: readonly ChartImage[];
}

const chart = (image: string): ChartImage => ({ image });
const controller = (image: string): ChartImage => ({ image, by: "controller" });
const webhook = (image: string): ChartImage => ({ image, by: "webhook" });

/**
 * Every image of every add-on, for sites that mirror them: read on 2026-11-21 from the published charts, rendered with
 * the values of the plans of Todo (production on EKS) and ChloroMaster (production on GKE, development on DOKS).
 * Images that stand in arguments, variables and custom resources are in. Thanos is not: the Prometheus operator knows
 * its name and runs it only for a Prometheus that asks for it, which ours doesn't.
 */
export const chartImages: Readonly<Record<AddOnName, ChartImages>> = {
  "prometheus-operator-crds": { version: "31.0.1", images: [] },
  "ingress-nginx": {
    version: "4.15.1",
    images: [
      chart(
        "registry.k8s.io/ingress-nginx/controller:v1.15.1@sha256:594ceea76b01c592858f803f9ff4d2cb40542cae2060410b2c95f75907d659e1",
      ),
      chart(
        "registry.k8s.io/ingress-nginx/kube-webhook-certgen:v1.6.9@sha256:01038e7de14b78d702d2849c3aad72fd25903c4765af63cf16aa3398f5d5f2dd",
      ),
    ],
  },
  "cert-manager": {
    version: "v1.21.1",
    images: [
      chart("quay.io/jetstack/cert-manager-controller:v1.21.1"),
      chart("quay.io/jetstack/cert-manager-webhook:v1.21.1"),
      chart("quay.io/jetstack/cert-manager-cainjector:v1.21.1"),
      chart("quay.io/jetstack/cert-manager-startupapicheck:v1.21.1"),
      // Answers Let's Encrypt's challenges, in a pod of the certificate's namespace.
      controller("quay.io/jetstack/cert-manager-acmesolver:v1.21.1"),
    ],
  },
  dapr: {
    version: "1.18.3",
    images: [
      chart("ghcr.io/dapr/operator:1.18.3"),
      chart("ghcr.io/dapr/sentry:1.18.3"),
      chart("ghcr.io/dapr/injector:1.18.3"),
      chart("ghcr.io/dapr/placement:1.18.3"),
      chart("ghcr.io/dapr/scheduler:1.18.3"),
      webhook("ghcr.io/dapr/daprd:1.18.3"),
    ],
  },
  "kube-prometheus-stack": {
    version: "88.5.3",
    images: [
      chart("quay.io/prometheus-operator/prometheus-operator:v0.93.1"),
      chart("ghcr.io/jkroepke/kube-webhook-certgen:1.8.7"),
      chart("registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.20.0"),
      chart("quay.io/prometheus/node-exporter:v1.12.1-distroless"),
      chart("docker.io/grafana/grafana:13.2.0"),
      chart("quay.io/kiwigrid/k8s-sidecar:2.10.1"),
      controller("quay.io/prometheus/prometheus:v3.14.0-distroless"),
      controller("quay.io/prometheus/alertmanager:v0.34.0"),
      controller("quay.io/prometheus-operator/prometheus-config-reloader:v0.93.1"),
    ],
  },
  loki: { version: "18.11.0", images: [chart("docker.io/grafana/loki:3.7.6")] },
  alloy: {
    version: "1.11.1",
    images: [
      chart("docker.io/grafana/alloy:v1.18.1"),
      chart(
        "quay.io/prometheus-operator/prometheus-config-reloader:v0.91.0@sha256:7d9e4eea5f1139e602508871f422b0116c60e87c662f3dcd234d5ab60cd0d8c1",
      ),
    ],
  },
  "metrics-server": {
    version: "3.13.1",
    images: [chart("registry.k8s.io/metrics-server/metrics-server:v0.8.1")],
  },
  "cluster-autoscaler": {
    version: "9.59.0",
    images: [chart("registry.k8s.io/autoscaling/cluster-autoscaler:v1.35.0")],
  },
  "cloudnative-pg": {
    version: "0.29.0",
    // Each instance starts by copying the operator's own program from this image; a server's image is the system's.
    images: [chart("ghcr.io/cloudnative-pg/cloudnative-pg:1.30.0")],
  },
  "external-dns": { version: "1.21.1", images: [chart("registry.k8s.io/external-dns/external-dns:v0.21.0")] },
  "external-secrets": { version: "2.9.0", images: [chart("ghcr.io/external-secrets/external-secrets:v2.9.0")] },
  "sealed-secrets": { version: "2.19.1", images: [chart("docker.io/bitnami/sealed-secrets-controller:0.40.0")] },
  vault: {
    version: "0.34.1",
    // Its servers and the agents in pods are one program.
    images: [chart("docker.io/hashicorp/vault:2.0.4"), chart("docker.io/hashicorp/vault-k8s:1.7.6")],
  },
  "argo-cd": {
    version: "10.1.1",
    images: [chart("quay.io/argoproj/argocd:v3.4.4"), chart("ecr-public.aws.com/docker/library/redis:8.2.3-alpine")],
  },
  kyverno: {
    version: "3.9.0",
    images: [
      chart("reg.kyverno.io/kyverno/kyverno:v1.19.0"),
      chart("reg.kyverno.io/kyverno/kyvernopre:v1.19.0"),
      // Run by jobs after upgrades, and before the removal.
      chart("reg.kyverno.io/kyverno/kyverno-cli:v1.19.0"),
      chart("ghcr.io/kyverno/readiness-checker:v1.19.0"),
    ],
  },
  tempo: { version: "2.2.4", images: [chart("docker.io/grafana/tempo:2.10.8")] },
  "opentelemetry-collector": {
    version: "0.170.0",
    images: [chart("ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-k8s:0.158.0")],
  },
};
