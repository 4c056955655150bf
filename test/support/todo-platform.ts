import type { Environment } from "../../components/environment";
import { values } from "./plan-parts";
import { dig } from "./recording";
import { type Requirement, rows } from "./requirements";

const prod: readonly Environment[] = ["prod"];
const staging: readonly Environment[] = ["staging"];

const volume = (release: string, ...path: (string | number)[]) =>
  values(release, ...path, "volumeClaimTemplate", "spec", "resources", "requests", "storage");
/** The rows of the Todo plan on cluster and platform. */
export const todoPlatform: readonly Requirement[] = [
  ...rows("1.1 cluster", prod, [
    [
      "nyc1, 3 × s-2vcpu-4gb, 3 to 5",
      (made) => {
        const cluster = made.all("KubernetesCluster")[0]?.inputs;
        return ["size", "nodeCount", "autoScale", "minNodes", "maxNodes"].map((key) => dig(cluster, "nodePool", key));
      },
      ["s-2vcpu-4gb", 3, true, 3, 5],
    ],
    [
      "region nyc1, version latest",
      (made) => ["region", "version"].map((key) => dig(made.all("KubernetesCluster")[0]?.inputs, key)),
      ["nyc1", "latest"],
    ],
  ]),
  ...rows("1.1 cluster", staging, [
    [
      "the same cluster, another namespace",
      (made) => [made.names("KubernetesCluster"), made.names("Release")],
      [[], []],
    ],
  ]),
  ...rows("1.3 ingress-nginx", prod, [
    ["replicaCount 2", values("ingress-nginx", "controller", "replicaCount"), 2],
    [
      "metrics with a ServiceMonitor",
      values("ingress-nginx", "controller", "metrics"),
      { enabled: true, serviceMonitor: { enabled: true } },
    ],
  ]),
  ...rows("1.4 cert-manager", prod, [
    ["installCRDs", values("cert-manager", "crds", "enabled"), true, "The chart has renamed the value."],
    ["prometheus.enabled", values("cert-manager", "prometheus", "enabled"), true],
    [
      "ClusterIssuer letsencrypt-prod over HTTP-01",
      (made) => made.input("ClusterIssuer", "letsencrypt-prod", "spec", "acme"),
      {
        server: "https://acme-v02.api.letsencrypt.org/directory",
        privateKeySecretRef: { name: "letsencrypt-prod-account-key" },
        solvers: [{ http01: { ingress: { ingressClassName: "nginx" } } }],
      },
      "ingressClassName is what the class field became; the contact is platform.certificates.email.",
    ],
  ]),
  ...rows("1.5 Dapr", prod, [
    ["global.ha.enabled", values("dapr", "global", "ha", "enabled"), true],
    ["global.mtls.enabled", values("dapr", "global", "mtls", "enabled"), true],
  ]),
  ...rows("1.6 monitoring", prod, [
    [
      "grafana.adminPassword",
      (made) => [
        values("kube-prometheus-stack", "grafana", "admin", "existingSecret")(made),
        made.input("RandomPassword", "grafana-admin", "length"),
      ],
      ["grafana-admin", 32],
      "Generated, and given to the chart as a Secret.",
    ],
    ["retention 30d", values("kube-prometheus-stack", "prometheus", "prometheusSpec", "retention"), "30d"],
    ["Prometheus on 20Gi", volume("kube-prometheus-stack", "prometheus", "prometheusSpec", "storageSpec"), "20Gi"],
    ["Alertmanager on 5Gi", volume("kube-prometheus-stack", "alertmanager", "alertmanagerSpec", "storage"), "5Gi"],
    [
      "Loki on 20Gi",
      values("loki", "singleBinary", "persistence", "size"),
      "20Gi",
      "loki-stack is retired; Loki's own chart takes its place.",
    ],
    [
      "promtail",
      (made) => made.names("Release").includes("alloy"),
      true,
      "Promtail is retired; Alloy takes its place.",
    ],
    [
      "alerts to Slack's #alerts-production",
      values("kube-prometheus-stack", "alertmanager", "config", "receivers", 1, "slack_configs", 0, "channel"),
      "#alerts-production",
    ],
  ]),
];
