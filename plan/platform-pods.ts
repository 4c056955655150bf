import type { AddOnName } from "../components/platform/contract";
import { type Footprint, footprints } from "../components/platform/footprint";
import { isRelease } from "./answers";
import { add, amountsOf, type PodGroup } from "./capacity";
import type { Registration } from "./registration";
import { hideSecrets } from "./wire";

type Values = Readonly<Record<string, unknown>>;

/** Pods of one kind that a chart, or the operator that it brings, makes. */
interface ChartPods {
  readonly name: string;
  readonly by?: "operator";
  readonly containers: readonly Footprint[];
  readonly count: number | "every node";
}

function at(values: Values, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? (value as Values)[key] : undefined),
    values,
  );
}

const {
  argoCdCache,
  argoCdController,
  argoCdRepositories,
  argoCdServer,
  alloy,
  alloyReloader,
  alertmanager,
  certManager,
  certManagerInjector,
  certManagerWebhook,
  clusterAutoscaler,
  configReloader,
  daprInjector,
  daprOperator,
  daprPlacement,
  daprScheduler,
  daprSentry,
  externalDns,
  externalSecrets,
  externalSecretsCertificates,
  externalSecretsWebhook,
  grafana,
  grafanaSidecar,
  ingressController,
  kubeStateMetrics,
  kyverno,
  loki,
  metricsServer,
  nodeExporter,
  openTelemetryCollector,
  postgresOperator,
  prometheus,
  prometheusOperator,
  sealedSecrets,
  tempo,
  vaultInjector,
  vaultServer,
} = footprints;

const one = (name: string, ...containers: readonly Footprint[]): ChartPods => ({ name, containers, count: 1 });

/** What each add-on runs, with the values that it is installed with; hook jobs come and go and are not counted. */
const podsOfAddOn: Readonly<Record<AddOnName, (values: Values) => readonly ChartPods[]>> = {
  "prometheus-operator-crds": () => [],
  "ingress-nginx": (values) => [
    {
      name: "controller",
      containers: [ingressController],
      count: Number(at(values, "controller", "replicaCount") ?? 1),
    },
  ],
  "cert-manager": () => [
    one("controller", certManager),
    one("webhook", certManagerWebhook),
    one("cainjector", certManagerInjector),
  ],
  dapr: (values) => {
    const count = at(values, "global", "ha", "enabled") === true ? 3 : 1;
    return [
      { name: "operator", containers: [daprOperator], count },
      { name: "sentry", containers: [daprSentry], count },
      { name: "sidecar-injector", containers: [daprInjector], count },
      { name: "placement", containers: [daprPlacement], count },
      { name: "scheduler", containers: [daprScheduler], count: 3 },
    ];
  },
  "kube-prometheus-stack": () => [
    one("operator", prometheusOperator),
    one("kube-state-metrics", kubeStateMetrics),
    { name: "node-exporter", containers: [nodeExporter], count: "every node" },
    one("grafana", grafana, grafanaSidecar, grafanaSidecar),
    { ...one("Prometheus", prometheus, configReloader), by: "operator" },
    { ...one("Alertmanager", alertmanager, configReloader), by: "operator" },
  ],
  loki: () => [one("loki", loki)],
  alloy: () => [{ name: "alloy", containers: [alloy, alloyReloader], count: "every node" }],
  "metrics-server": () => [one("metrics-server", metricsServer)],
  "cloudnative-pg": (values) => [
    { name: "operator", containers: [postgresOperator], count: Number(at(values, "replicaCount") ?? 1) },
  ],
  "external-dns": () => [one("external-dns", externalDns)],
  "external-secrets": (values) => [
    { name: "operator", containers: [externalSecrets], count: Number(at(values, "replicaCount") ?? 1) },
    {
      name: "webhook",
      containers: [externalSecretsWebhook],
      count: Number(at(values, "webhook", "replicaCount") ?? 1),
    },
    one("cert-controller", externalSecretsCertificates),
  ],
  "sealed-secrets": () => [one("controller", sealedSecrets)],
  vault: (values) => [
    { name: "server", containers: [vaultServer], count: Number(at(values, "server", "ha", "replicas") ?? 1) },
    { name: "agent-injector", containers: [vaultInjector], count: Number(at(values, "injector", "replicas") ?? 1) },
  ],
  tempo: () => [one("tempo", tempo)],
  "opentelemetry-collector": () => [one("collector", openTelemetryCollector)],
  "argo-cd": (values) => [
    one("application-controller", argoCdController),
    {
      name: "repo-server",
      containers: [argoCdRepositories],
      count: Number(at(values, "repoServer", "replicas") ?? 1),
    },
    { name: "server", containers: [argoCdServer], count: Number(at(values, "server", "replicas") ?? 1) },
    one("redis", argoCdCache),
  ],
  kyverno: (values) => [
    {
      name: "admission-controller",
      containers: [kyverno],
      count: Number(at(values, "admissionController", "replicas") ?? 1),
    },
  ],
  "cluster-autoscaler": () => [one("cluster-autoscaler", clusterAutoscaler)],
};

function isAddOn(name: string): name is AddOnName {
  return Object.hasOwn(podsOfAddOn, name);
}

/** Pods of the platform: what the charts make, and what their operators make of it. */
export function platformPods(registrations: readonly Registration[]): readonly PodGroup[] {
  return registrations
    .filter(({ type }) => isRelease(type))
    .flatMap(({ name, inputs }) => {
      if (!isAddOn(name)) return [];
      const values = (hideSecrets(inputs) as { readonly values?: Values }).values ?? {};
      return podsOfAddOn[name](values).map(
        ({ name: pod, by, containers, count }): PodGroup => ({
          name: `${name}/${pod}`,
          by: by ?? "chart",
          min: count === "every node" ? 0 : count,
          max: count === "every node" ? 0 : count,
          ...(count === "every node" ? { everyNode: true } : {}),
          requests: add(...containers.map(({ requests }) => amountsOf(requests))),
          limits: add(...containers.map(({ limits }) => amountsOf(limits))),
        }),
      );
    });
}
