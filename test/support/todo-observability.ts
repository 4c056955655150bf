import type { Environment } from "../../components/environment";
import { values } from "./plan-parts";
import { dig, type Recording } from "./recording";
import { type Requirement, rows } from "./requirements";

const every: readonly Environment[] = ["dev", "staging", "prod"];
const prod: readonly Environment[] = ["prod"];
const staging: readonly Environment[] = ["staging"];
const dev: readonly Environment[] = ["dev"];

const alerts = (group: number, rule: number, key: string) => (made: Recording) =>
  made.input("PrometheusRule", "alerts", "spec", "groups", group, "rules", rule, key);
const metadata = (name: string) => (made: Recording) => {
  const list = made.input("Component", name, "spec", "metadata") as readonly {
    name: string;
    value?: string;
    secretKeyRef?: { key: string };
  }[];
  return Object.fromEntries(
    list.map((entry) => [entry.name, entry.value ?? `secret ${entry.secretKeyRef?.key ?? ""}`]),
  );
};

const selectedByAll =
  "Prometheus takes every monitor and rule of the cluster, so none needs the label release: monitoring.";

/** The rows of the Todo plan on Dapr, stores, monitoring and alerts. */
export const todoObservability: readonly Requirement[] = [
  ...rows("1.5, 2.7, 2.8 Dapr configuration", every, [
    [
      "metrics and API logging",
      (made) => ["metrics", "logging"].map((key) => made.input("Configuration", "appconfig", "spec", key)),
      [{ enabled: true }, { apiLogging: { enabled: true } }],
      "Dapr reads metrics; metric is its older name.",
    ],
    [
      "sidecars on all five services",
      (made) =>
        made
          .names("Deployment")
          .map((name) =>
            made.input("Deployment", name, "spec", "template", "metadata", "annotations", "dapr.io/enabled"),
          ),
      Array<string>(5).fill("true"),
    ],
  ]),
  ...rows("2.8 tracing", prod, [
    ["samplingRate 0.1", (made) => made.input("Configuration", "appconfig", "spec", "tracing", "samplingRate"), "0.1"],
  ]),
  ...rows("2.7 tracing", staging, [
    ["samplingRate 1", (made) => made.input("Configuration", "appconfig", "spec", "tracing", "samplingRate"), "1"],
  ]),
  ...rows("2.7 tracing", dev, [
    ["samplingRate 1", (made) => made.input("Configuration", "appconfig", "spec", "tracing", "samplingRate"), "1"],
  ]),
  ...rows("2.2 pubsub", every, [
    [
      "pubsub.kafka v1",
      (made) => ["type", "version"].map((key) => made.input("Component", "pubsub", "spec", key)),
      ["pubsub.kafka", "v1"],
    ],
    [
      "SASL/SCRAM-SHA-256 over TLS",
      (made) => {
        const { consumerGroup: _group, ...rest } = metadata("pubsub")(made);
        return rest;
      },
      {
        brokers: "secret REDPANDA_BROKERS",
        authType: "password",
        saslMechanism: "SHA-256",
        saslUsername: "secret REDPANDA_USERNAME",
        saslPassword: "secret REDPANDA_PASSWORD",
        disableTls: "false",
        maxMessageBytes: "1048576",
      },
      "pubsub.kafka has no authType scram and no scramSHA256AuthEnabled; this is how it says the same.",
    ],
    [
      "auth.secretStore: kubernetes",
      (made) => dig(made.inputs("Component", "pubsub"), "auth"),
      { secretStore: "kubernetes" },
    ],
  ]),
  ...rows("Storage: Redis 7 in the cluster, Dapr's state store", every, [
    [
      "state.redis on the Redis of the namespace",
      (made) => [made.input("Component", "statestore", "spec", "type"), metadata("statestore")(made)["redisHost"]],
      ["state.redis", "secret REDIS_ADDRESS"],
    ],
    [
      "Redis 7",
      (made) =>
        /redis:7\./.test(
          String(made.input("StatefulSet", "redis", "spec", "template", "spec", "containers", 0, "image")),
        ),
      true,
    ],
  ]),
  ...rows("2.4 ServiceMonitors", prod, [
    ["backend and notification", (made) => made.names("ServiceMonitor"), ["backend", "notification"]],
    [
      "port http, /metrics, every 30s",
      (made) => ["backend", "notification"].map((name) => made.input("ServiceMonitor", name, "spec", "endpoints", 0)),
      [1, 2].map(() => ({ port: "http", path: "/metrics", interval: "30s" })),
    ],
    [
      "in the release's namespace",
      (made) => made.input("ServiceMonitor", "backend", "spec", "namespaceSelector"),
      { matchNames: ["production"] },
    ],
    [
      "label release: monitoring",
      values("kube-prometheus-stack", "prometheus", "prometheusSpec", "serviceMonitorSelectorNilUsesHelmValues"),
      false,
      selectedByAll,
    ],
  ]),
  ...rows("2.7 monitoring", staging, [
    ["monitoring.enabled: false", (made) => [...made.names("ServiceMonitor"), ...made.names("PrometheusRule")], []],
  ]),
  ...rows("2.6 alerts", prod, [
    [
      "HighErrorRate over 5 % for 5m, a warning",
      (made) => [
        alerts(0, 0, "alert")(made),
        alerts(0, 0, "expr")(made),
        alerts(0, 0, "for")(made),
        alerts(0, 0, "labels")(made),
      ],
      [
        "HighErrorRate",
        'sum(rate(http_requests_total{status=~"5..",namespace="production"}[5m])) / sum(rate(http_requests_total{namespace="production"}[5m])) > 0.05',
        "5m",
        { severity: "warning" },
      ],
      "Sums are divided: the plan divided each 5xx series by itself, which is always 1.",
    ],
    [
      "PodCrashLooping for 5m, critical",
      (made) => [
        alerts(0, 1, "alert")(made),
        alerts(0, 1, "expr")(made),
        alerts(0, 1, "for")(made),
        alerts(0, 1, "labels")(made),
      ],
      [
        "PodCrashLooping",
        'rate(kube_pod_container_status_restarts_total{namespace="production"}[15m]) * 60 > 0.2',
        "5m",
        { severity: "critical" },
      ],
      "0.2 restarts a minute: a second's rate of 0.2 is never reached under the kubelet's back-off.",
    ],
    ["alert when nodes are over 80 % (risks)", alerts(1, 0, "alert"), "NodesNearlyFull"],
    [
      "label release: monitoring",
      values("kube-prometheus-stack", "prometheus", "prometheusSpec", "ruleSelectorNilUsesHelmValues"),
      false,
      selectedByAll,
    ],
  ]),
  ...rows("6 dashboards", prod, [
    [
      "Todo App RED metrics, refreshed every 30s",
      (made) =>
        (
          JSON.parse(String(made.input("ConfigMap", "dashboard-todo-red", "data", "todo-red.json"))) as {
            refresh: string;
          }
        ).refresh,
      "30s",
    ],
  ]),
];
