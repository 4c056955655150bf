import assert from "node:assert/strict";
import { application, job, service, store } from "../../support/applications";
import { deploy } from "../../support/deploy";
import type { Recording } from "../../support/recording";

const selector = { "app.kubernetes.io/name": "web", "app.kubernetes.io/part-of": "shop" };
const labels = { ...selector, "app.kubernetes.io/managed-by": "rootstock" };

describe("a deployment", () => {
  let made: Recording;
  before(async () => {
    made = await deploy(application());
  });

  it("is a Deployment that never takes a pod down before its replacement is ready", () => {
    const { metadata, spec } = made.inputs("Deployment", "web") as { metadata: object; spec: Record<string, unknown> };
    assert.deepEqual(metadata, { name: "web", namespace: "shop-ns", labels });
    assert.equal(spec["replicas"], 1);
    assert.equal(spec["revisionHistoryLimit"], 10);
    assert.deepEqual(spec["selector"], { matchLabels: selector });
    assert.deepEqual(spec["strategy"], { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } });
  });

  it("has a Service of its own name that finds its pods", () => {
    assert.deepEqual(made.inputs("Service", "web"), {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "web", namespace: "shop-ns", labels, annotations: { "pulumi.com/skipAwait": "true" } },
      spec: {
        type: "ClusterIP",
        selector,
        ports: [{ name: "http", port: 8080, targetPort: "http", protocol: "TCP" }],
      },
    });
    assert.deepEqual(made.input("Deployment", "web", "spec", "template", "metadata"), { labels });
    assert.deepEqual(made.input("Deployment", "web", "spec", "template", "spec", "containers", 0, "ports"), [
      { name: "http", containerPort: 8080, protocol: "TCP" },
    ]);
  });

  it("makes nothing that it doesn't need", () => {
    for (const kind of [
      "HorizontalPodAutoscaler",
      "PodDisruptionBudget",
      "ConfigMap",
      "Secret",
      "Role",
      "RoleBinding",
      "StatefulSet",
      "CronJob",
      "Ingress",
      "ServiceMonitor",
      "ResourceQuota",
      "Component",
    ]) {
      assert.deepEqual(made.names(kind), [], kind);
    }
  });

  it("waits for nodes, and for no part of the platform", () => {
    const needs = made.needs("Deployment", "web");
    assert.ok(needs.includes("nodes"), needs.join());
    assert.deepEqual(
      needs.filter((name) => name.startsWith("gate-")),
      [],
    );
  });
});

describe("an autoscaled deployment", () => {
  it("leaves the number of pods to its autoscaler, and is disturbed by one pod at a time", async () => {
    const made = await deploy(
      application({ workloads: { web: service({ scale: { min: 2, max: 6, cpuPercent: 70 } }) } }),
    );
    assert.equal(made.input("Deployment", "web", "spec", "replicas"), undefined);
    assert.deepEqual(made.input("HorizontalPodAutoscaler", "web", "spec"), {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
      minReplicas: 2,
      maxReplicas: 6,
      metrics: [
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } },
      ],
      behavior: {
        scaleUp: { stabilizationWindowSeconds: 60, policies: [{ type: "Pods", value: 2, periodSeconds: 60 }] },
        scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: "Pods", value: 1, periodSeconds: 120 }] },
      },
    });
    assert.deepEqual(made.input("PodDisruptionBudget", "web", "spec"), {
      maxUnavailable: 1,
      selector: { matchLabels: selector },
    });
  });

  it("scales by memory and by rules of its own when told so", async () => {
    const scale = {
      min: 1,
      max: 3,
      memoryPercent: 80,
      scaleUp: { stabilizationSeconds: 0, pods: 4, everySeconds: 15 },
      scaleDown: { stabilizationSeconds: 300, percent: 50, everySeconds: 60 },
    };
    const made = await deploy(application({ workloads: { web: service({ scale }) } }));
    assert.deepEqual(made.input("HorizontalPodAutoscaler", "web", "spec", "metrics"), [
      { type: "Resource", resource: { name: "memory", target: { type: "Utilization", averageUtilization: 80 } } },
    ]);
    assert.deepEqual(made.input("HorizontalPodAutoscaler", "web", "spec", "behavior", "scaleUp"), {
      stabilizationWindowSeconds: 0,
      policies: [{ type: "Pods", value: 4, periodSeconds: 15 }],
    });
    assert.deepEqual(made.input("HorizontalPodAutoscaler", "web", "spec", "behavior", "scaleDown"), {
      stabilizationWindowSeconds: 300,
      policies: [{ type: "Percent", value: 50, periodSeconds: 60 }],
    });
    assert.deepEqual(made.names("PodDisruptionBudget"), [], "one pod can't keep a budget");
  });
});

describe("disruption budgets", () => {
  it("exist where there are two pods or more, with the number that is set", async () => {
    const made = await deploy(
      application({
        workloads: {
          one: service(),
          two: service({ scale: 2 }),
          five: service({ scale: 5, minAvailable: 3 }),
          db: store(),
          ring: store({ replicas: 3 }),
          nightly: job(),
        },
      }),
    );
    assert.deepEqual(made.names("PodDisruptionBudget"), ["five", "ring", "two"]);
    assert.equal(made.input("PodDisruptionBudget", "five", "spec", "minAvailable"), 3);
    assert.equal(made.input("PodDisruptionBudget", "five", "spec", "maxUnavailable"), undefined);
    assert.equal(made.input("PodDisruptionBudget", "ring", "spec", "maxUnavailable"), 1);
  });
});

describe("a stateful workload", () => {
  it("keeps its volume on the cluster's class, and has pods with names", async () => {
    const made = await deploy(application({ workloads: { db: store({ replicas: 2 }) } }));
    const spec = made.input("StatefulSet", "db", "spec") as Record<string, unknown>;
    assert.equal(spec["serviceName"], "db");
    assert.equal(spec["replicas"], 2);
    assert.deepEqual(spec["persistentVolumeClaimRetentionPolicy"], { whenDeleted: "Delete", whenScaled: "Retain" });
    assert.deepEqual(spec["volumeClaimTemplates"], [
      {
        metadata: { name: "data", labels: { "app.kubernetes.io/name": "db", "app.kubernetes.io/part-of": "shop" } },
        spec: { accessModes: ["ReadWriteOnce"], storageClassName: "fast", resources: { requests: { storage: "1Gi" } } },
      },
    ]);
    assert.equal(made.input("Service", "db", "spec", "clusterIP"), "None");
    assert.equal(made.one("StatefulSet", "db").protect, false);
    assert.deepEqual(made.names("Deployment"), []);
  });

  it("is protected with its namespace where data must be kept", async () => {
    const made = await deploy(application({ workloads: { db: store(), web: service() } }), { protectData: true });
    assert.equal(made.one("StatefulSet", "db").protect, true);
    assert.equal(made.one("Namespace", "shop-ns").protect, true);
    assert.equal(made.one("Deployment", "web").protect, false);
    assert.equal(
      made.input("StatefulSet", "db", "spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted"),
      "Retain",
    );
  });
});

describe("a scheduled workload", () => {
  it("is a CronJob that runs one at a time and ends", async () => {
    const made = await deploy(
      application({
        workloads: { nightly: job({ deadlineSeconds: 600 }), hourly: job({ timeZone: "Europe/Berlin" }) },
      }),
    );
    const spec = made.input("CronJob", "nightly", "spec") as Record<string, unknown>;
    const { template, ...jobSpec } = made.input("CronJob", "nightly", "spec", "jobTemplate", "spec") as Record<
      string,
      unknown
    >;
    assert.deepEqual(jobSpec, { backoffLimit: 2, activeDeadlineSeconds: 600 });
    assert.deepEqual(
      [spec["schedule"], spec["timeZone"], spec["concurrencyPolicy"], spec["startingDeadlineSeconds"]],
      ["0 3 * * *", "Etc/UTC", "Forbid", 21600],
    );
    assert.equal((template as { spec: { restartPolicy: string } }).spec.restartPolicy, "Never");
    assert.equal(made.input("CronJob", "hourly", "spec", "timeZone"), "Europe/Berlin");
    assert.equal(made.input("CronJob", "hourly", "spec", "jobTemplate", "spec", "activeDeadlineSeconds"), 3600);
    assert.deepEqual(made.names("Service"), []);
  });
});
