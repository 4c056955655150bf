import type { Environment } from "../../components/environment";
import { alertNames, all, container, env, input, names, nginx, values } from "./plan-parts";
import { dig, type Recording } from "./recording";
import { type Requirement, rows } from "./requirements";

const every: readonly Environment[] = ["dev", "staging", "prod"];
const prod: readonly Environment[] = ["prod"];
const slot = "detection-api-blue";
const store = "detection-store";

const pod = (...path: readonly (string | number)[]) => input("Deployment", slot, "spec", "template", "spec", ...path);
const main = (...path: readonly (string | number)[]) => container(slot, ...path);
const scaler = (...path: readonly (string | number)[]) => input("HorizontalPodAutoscaler", slot, "spec", ...path);
const probe = (kind: string) => (made: Recording) => {
  const found = main(kind)(made);
  return ["httpGet", "initialDelaySeconds", "periodSeconds", "timeoutSeconds", "failureThreshold"].map((key) =>
    dig(found, ...(key === "httpGet" ? [key, "path"] : [key])),
  );
};
const hard = (key: string) => input("ResourceQuota", "quota", "spec", "hard", key);
const severities = (made: Recording): unknown =>
  (
    made.input("PrometheusRule", "alerts", "spec", "groups") as readonly {
      rules: readonly { alert: string; for: string; labels: { severity: string } }[];
    }[]
  )
    .flatMap(({ rules }) => rules.map((rule) => [rule.alert, rule.for, rule.labels.severity].join(" ")))
    .sort();

/** The rows of the detection-api plan that show in its objects. */
export const detectionApiRequirements: readonly Requirement[] = [
  ...rows("2.1 Pod", every, [
    [
      "requests 250m, 512Mi",
      all(main("resources", "requests", "cpu"), main("resources", "requests", "memory")),
      ["250m", "512Mi"],
    ],
    [
      "limits 1000m, 1Gi",
      all(main("resources", "limits", "cpu"), main("resources", "limits", "memory")),
      ["1000m", "1Gi"],
    ],
    ["queue in an emptyDir of 5Gi", pod("volumes", 1, "emptyDir"), { sizeLimit: "5Gi" }],
    ["init-queue-db", pod("initContainers", 0, "name"), "init-queue-db"],
    [
      "app.db on a volume of its own, one writer",
      input("StatefulSet", store, "spec", "replicas"),
      1,
      "The plan mounts one volume in all pods, which no cluster can.",
    ],
  ]),
  ...rows("2.2 Namespace", prod, [
    [
      "restricted: enforce, audit, warn",
      all(
        input("Namespace", "detection-system", "metadata", "labels", "pod-security.kubernetes.io/enforce"),
        input("Namespace", "detection-system", "metadata", "labels", "pod-security.kubernetes.io/warn"),
      ),
      ["restricted", "restricted"],
    ],
  ]),
  ...rows("2.3 Blue-green", every, [
    ["two slots", names("Deployment"), ["detection-api-blue", "detection-api-green"]],
    [
      "the Service's selector chooses",
      input("Service", "detection-api", "spec", "selector", "rootstock.dev/slot"),
      "blue",
    ],
    [
      "the other slot can be looked at",
      input("Service", "detection-api-standby", "spec", "selector", "rootstock.dev/slot"),
      "green",
    ],
    ["no shared volume", (made) => JSON.stringify(pod("volumes")(made)).includes("persistentVolumeClaim"), false],
  ]),
  ...rows("2.4 Services and ingress", every, [
    [
      "ClusterIP on 8000",
      all(
        input("Service", "detection-api", "spec", "type"),
        input("Service", "detection-api", "spec", "ports", 0, "port"),
      ),
      ["ClusterIP", 8000],
    ],
    [
      "TLS",
      (made) =>
        /^detection.*-tls$/.test(String(input("Ingress", "detection-api", "spec", "tls", 0, "secretName")(made))),
      true,
      "Named after the host.",
    ],
    [
      "limit-rps",
      nginx("detection-api", "limit-rps"),
      "20",
      "The plan gives no figure; it expects under 10 requests a second.",
    ],
  ]),
  ...rows("2.5 Quota", prod, [
    ["requests.cpu 8", hard("requests.cpu"), "8"],
    ["requests.memory 8Gi", hard("requests.memory"), "8Gi"],
    ["limits.cpu 16", hard("limits.cpu"), "16"],
    ["limits.memory 16Gi", hard("limits.memory"), "16Gi"],
    ["pods 20", hard("pods"), "20"],
    ["services 5", hard("services"), "5"],
    ["persistentvolumeclaims 5", hard("persistentvolumeclaims"), "5"],
  ]),
  ...rows("3.1 Autoscaler", prod, [
    ["3 to 10 pods", all(scaler("minReplicas"), scaler("maxReplicas")), [3, 10]],
    [
      "CPU 70, memory 75",
      all(
        scaler("metrics", 0, "resource", "target", "averageUtilization"),
        scaler("metrics", 1, "resource", "target", "averageUtilization"),
      ),
      [70, 75],
    ],
    [
      "scale down after 300 s, one pod a minute",
      scaler("behavior", "scaleDown"),
      { stabilizationWindowSeconds: 300, policies: [{ type: "Pods", value: 1, periodSeconds: 60 }] },
    ],
    [
      "scale up after 30 s, two pods a minute",
      scaler("behavior", "scaleUp"),
      { stabilizationWindowSeconds: 30, policies: [{ type: "Pods", value: 2, periodSeconds: 60 }] },
    ],
    [
      "the standby keeps 3",
      all(
        input("HorizontalPodAutoscaler", "detection-api-green", "spec", "minReplicas"),
        input("HorizontalPodAutoscaler", "detection-api-green", "spec", "maxReplicas"),
      ),
      [3, 3],
    ],
    ["PDB minAvailable 2", input("PodDisruptionBudget", slot, "spec", "minAvailable"), 2],
  ]),
  ...rows("3.2 Topology spread", every, [
    [
      "zone and hostname, ScheduleAnyway, maxSkew 1",
      (made) =>
        (
          pod("topologySpreadConstraints")(made) as readonly {
            maxSkew: number;
            topologyKey: string;
            whenUnsatisfiable: string;
          }[]
        ).map((one) => [one.topologyKey, one.maxSkew, one.whenUnsatisfiable].join(" ")),
      ["topology.kubernetes.io/zone 1 ScheduleAnyway", "kubernetes.io/hostname 1 ScheduleAnyway"],
    ],
    [
      "no required anti-affinity",
      pod("affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution"),
      undefined,
    ],
  ]),
  ...rows("3.3 Probes", every, [
    ["startup /health 5 5 3 30", probe("startupProbe"), ["/health", 5, 5, 3, 30]],
    ["liveness /health 10 30 5 3", probe("livenessProbe"), ["/health", 10, 30, 5, 3]],
    ["readiness /ready 5 5 3 1", probe("readinessProbe"), ["/ready", 5, 5, 3, 1]],
  ]),
  ...rows("3.5 Backup", every, [
    [
      "daily at 02:00 UTC",
      all(
        input("CronJob", "detection-backup", "spec", "schedule"),
        input("CronJob", "detection-backup", "spec", "timeZone"),
      ),
      ["0 2 * * *", "Etc/UTC"],
    ],
    [
      "history 7 and 3",
      all(
        input("CronJob", "detection-backup", "spec", "successfulJobsHistoryLimit"),
        input("CronJob", "detection-backup", "spec", "failedJobsHistoryLimit"),
      ),
      [7, 3],
    ],
    ["30 days", env("detection-backup", "KEEP_DAYS"), "30"],
    [
      "reads the volume of app.db",
      input(
        "CronJob",
        "detection-backup",
        "spec",
        "jobTemplate",
        "spec",
        "template",
        "spec",
        "affinity",
        "podAffinity",
        "requiredDuringSchedulingIgnoredDuringExecution",
        0,
        "labelSelector",
        "matchLabels",
        "app.kubernetes.io/name",
      ),
      store,
      "Mounted to write as well: SQLite can't read a write-ahead log on a read-only volume.",
    ],
  ]),
  ...rows("4 Secrets and configuration", every, [
    ["immutable ConfigMap", input("ConfigMap", "detection-api-config", "immutable"), true],
    ["fieldRef for pod identity", main("env", 0, "valueFrom", "fieldRef", "fieldPath"), "metadata.name"],
    ["JSON logs", env("detection-api", "LOG_FORMAT"), "json"],
  ]),
  ...rows("5 Observability", every, [
    [
      "Prometheus scrapes /metrics on 8000",
      all(
        input("ServiceMonitor", "detection-api", "spec", "endpoints", 0, "path"),
        input("ServiceMonitor", "detection-api", "spec", "endpoints", 0, "port"),
      ),
      ["/metrics", "http"],
      "By a ServiceMonitor: the operator ignores annotations.",
    ],
    ["logs kept 14 days", values("loki", "loki", "limits_config", "retention_period"), "336h"],
    [
      "seven alerts",
      alertNames,
      [
        "HighErrorRate",
        "HighLatency",
        "LowReplicas",
        "PodRestart",
        "QueueDepthCritical",
        "QueueDepthHigh",
        "TAKPushFailure",
      ],
      "By Prometheus and Alertmanager, which also wake people.",
    ],
    [
      "severities and times",
      severities,
      [
        "HighErrorRate 5m critical",
        "HighLatency 5m warning",
        "LowReplicas 2m critical",
        "PodRestart 1m warning",
        "QueueDepthCritical 5m critical",
        "QueueDepthHigh 10m warning",
        "TAKPushFailure 5m critical",
      ],
    ],
    [
      "four dashboards",
      (made) => made.names("ConfigMap").filter((name) => name.startsWith("dashboard-")),
      [
        "dashboard-audit-trail",
        "dashboard-detection-pipeline",
        "dashboard-infrastructure",
        "dashboard-tak-integration",
      ],
    ],
  ]),
  ...rows("6 Security", every, [
    [
      "default deny, and a policy for each workload",
      names("NetworkPolicy"),
      ["default-deny", "detection-api", "detection-api-smoke", "detection-backup", "detection-restore", store],
    ],
    [
      "runAsUser 1000, nobody root",
      all(pod("securityContext", "runAsUser"), pod("securityContext", "runAsNonRoot")),
      [1000, true],
    ],
    [
      "RuntimeDefault, all capabilities dropped, no escalation",
      all(
        pod("securityContext", "seccompProfile", "type"),
        main("securityContext", "capabilities"),
        main("securityContext", "allowPrivilegeEscalation"),
      ),
      ["RuntimeDefault", { drop: ["ALL"] }, false],
    ],
    [
      "readOnlyRootFilesystem false",
      main("securityContext", "readOnlyRootFilesystem"),
      true,
      "Read-only: the queue's directory is a volume.",
    ],
    [
      "detection-api-sa reads ConfigMaps, volumes, pods",
      input("Role", "detection-api", "rules", 0, "resources"),
      ["configmaps", "persistentvolumeclaims", "pods"],
      "Not Secrets: those that it needs are mounted.",
    ],
    [
      "deployer, operations and readonly",
      (made) => made.names("RoleBinding").filter((name) => name.startsWith("detection-api")),
      ["detection-api", "detection-api-deployer", "detection-api-operations", "detection-api-readonly"],
    ],
    [
      "private registry",
      (made) => String(main("image")(made)).split(":")[0],
      "registry.internal/detection-api",
      "With the slot's own tag.",
    ],
  ]),
  ...rows("8 Storage", every, [
    [
      "app.db: 50Gi on fast-ssd",
      (made) => {
        const spec = made.input("StatefulSet", store, "spec", "volumeClaimTemplates", 0, "spec");
        return [dig(spec, "storageClassName"), dig(spec, "resources", "requests", "storage")];
      },
      ["fast-ssd", "50Gi"],
    ],
    [
      "backups: 100Gi on standard",
      all(
        input("PersistentVolumeClaim", "detection-backup", "spec", "storageClassName"),
        input("PersistentVolumeClaim", "detection-backup", "spec", "resources", "requests", "storage"),
      ),
      ["standard", "100Gi"],
    ],
  ]),
];
