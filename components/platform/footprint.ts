import type { Bytes, Cpu } from "../quantities";

/** What a container reserves and what it may use at most, in the form that charts take. */
export type Footprint = Readonly<Record<"requests" | "limits", Readonly<Record<"cpu", Cpu> & Record<"memory", Bytes>>>>;

function footprint(cpu: Cpu, memory: Bytes, cpuLimit: Cpu, memoryLimit: Bytes): Footprint {
  return { requests: { cpu, memory }, limits: { cpu: cpuLimit, memory: memoryLimit } };
}

/**
 * Requests and limits of every container of the platform. Requests are what these programs use on a small cluster
 * (three to five nodes, some fifty pods); limits leave room for peaks. Charts request nothing by themselves.
 *
 * What the whole platform requests with high availability on three nodes (asserted by a test):
 *
 * | add-on                | pods                                              |   CPU | memory |
 * | --------------------- | ------------------------------------------------- | ----: | -----: |
 * | ingress-nginx         | 2 controllers                                     |  200m |  256Mi |
 * | cert-manager          | controller, webhook, injector of CAs              |   40m |  160Mi |
 * | dapr                  | 3 × operator, sentry, injector, placement, scheduler |  480m |  768Mi |
 * | kube-prometheus-stack | operator, state metrics, 3 node exporters, Grafana |  135m |  560Mi |
 * |                       | Prometheus, Alertmanager (by the operator)        |  290m |  880Mi |
 * | loki                  | 1                                                 |  150m |  256Mi |
 * | alloy                 | one a node: 3                                     |  105m |  384Mi |
 * | metrics-server        | 1                                                 |   50m |  100Mi |
 * | **total**             |                                                   | 1450m | 3364Mi |
 *
 * Hook jobs come and go and are not counted, nor are the cluster autoscaler (50m, 192Mi), which only EKS has, and
 * the operator of PostgreSQL (50m, 128Mi), which is there for those who use it, as are external-dns (10m, 48Mi), External Secrets (2 operators,
 * 2 webhooks, a controller of certificates: 70m, 256Mi), Sealed Secrets (20m, 48Mi) and Vault (3 servers, 2 injectors:
 * 350m, 896Mi), OpenTelemetry's collector with Tempo (75m, 352Mi), Kyverno (3 pods: 150m, 384Mi) and Argo CD (a
 * controller, a cache, 2 × repositories and server: 275m, 752Mi).
 */
export const footprints = {
  ingressController: footprint("100m", "128Mi", "1", "512Mi"),
  /** Jobs of ingress-nginx and the Prometheus operator that make the certificates of their webhooks. */
  webhookCertificates: footprint("10m", "32Mi", "100m", "64Mi"),
  certManager: footprint("20m", "64Mi", "250m", "256Mi"),
  certManagerWebhook: footprint("10m", "32Mi", "250m", "128Mi"),
  certManagerInjector: footprint("10m", "64Mi", "250m", "256Mi"),
  certManagerCheck: footprint("10m", "32Mi", "100m", "64Mi"),
  daprOperator: footprint("50m", "64Mi", "500m", "256Mi"),
  daprSentry: footprint("25m", "32Mi", "500m", "128Mi"),
  daprInjector: footprint("25m", "32Mi", "500m", "128Mi"),
  daprPlacement: footprint("25m", "32Mi", "500m", "128Mi"),
  daprScheduler: footprint("35m", "96Mi", "500m", "384Mi"),
  prometheusOperator: footprint("25m", "96Mi", "250m", "256Mi"),
  kubeStateMetrics: footprint("10m", "64Mi", "250m", "192Mi"),
  nodeExporter: footprint("10m", "24Mi", "250m", "64Mi"),
  grafana: footprint("50m", "168Mi", "500m", "384Mi"),
  /** Each of Grafana's two sidecars, which find dashboards and data sources. */
  grafanaSidecar: footprint("10m", "80Mi", "100m", "160Mi"),
  prometheus: footprint("250m", "768Mi", "1", "2Gi"),
  alertmanager: footprint("20m", "48Mi", "200m", "128Mi"),
  /** The sidecar that the Prometheus operator gives Prometheus and Alertmanager. */
  configReloader: footprint("10m", "32Mi", "100m", "64Mi"),
  loki: footprint("150m", "256Mi", "1", "768Mi"),
  alloy: footprint("25m", "96Mi", "250m", "256Mi"),
  alloyReloader: footprint("10m", "32Mi", "50m", "64Mi"),
  metricsServer: footprint("50m", "100Mi", "200m", "256Mi"),
  clusterAutoscaler: footprint("50m", "192Mi", "250m", "512Mi"),
  postgresOperator: footprint("50m", "128Mi", "500m", "384Mi"),
  externalDns: footprint("10m", "48Mi", "200m", "128Mi"),
  externalSecrets: footprint("20m", "64Mi", "250m", "256Mi"),
  externalSecretsWebhook: footprint("10m", "32Mi", "250m", "128Mi"),
  externalSecretsCertificates: footprint("10m", "64Mi", "250m", "256Mi"),
  sealedSecrets: footprint("20m", "48Mi", "250m", "128Mi"),
  vaultServer: footprint("100m", "256Mi", "500m", "512Mi"),
  vaultInjector: footprint("25m", "64Mi", "250m", "128Mi"),
  argoCdController: footprint("100m", "256Mi", "1", "1Gi"),
  argoCdRepositories: footprint("50m", "128Mi", "500m", "512Mi"),
  argoCdServer: footprint("25m", "96Mi", "500m", "256Mi"),
  argoCdCache: footprint("25m", "48Mi", "200m", "128Mi"),
  /** What copies a program or makes the cache's password, and ends. */
  argoCdStart: footprint("10m", "32Mi", "100m", "128Mi"),
  kyverno: footprint("50m", "128Mi", "500m", "384Mi"),
  /** What it does before it starts. */
  kyvernoStart: footprint("10m", "64Mi", "100m", "256Mi"),
  /** Jobs around its upgrades and its removal. */
  kyvernoHook: footprint("10m", "64Mi", "100m", "256Mi"),
  tempo: footprint("50m", "256Mi", "1", "768Mi"),
  openTelemetryCollector: footprint("25m", "96Mi", "500m", "256Mi"),
} as const satisfies Readonly<Record<string, Footprint>>;
