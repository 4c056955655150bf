import assert from "node:assert/strict";
import { application, job, service, smallResources, store } from "../../support/applications";
import { deploy } from "../../support/deploy";
import { containerOf, podOf } from "../../support/pods";
import type { Recording } from "../../support/recording";

describe("a pod", () => {
  let plain: Recording;
  before(async () => {
    plain = await deploy(application({ workloads: { web: service(), nightly: job(), db: store() } }));
  });

  it("passes Pod Security restricted", () => {
    assert.deepEqual(podOf(plain)["securityContext"], {
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
      fsGroup: 10001,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    });
    assert.deepEqual(containerOf(plain)["securityContext"], {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    });
  });

  it("reserves and limits CPU, memory and scratch disk", async () => {
    assert.deepEqual(containerOf(plain)["resources"], {
      requests: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "64Mi" },
      limits: { cpu: "500m", memory: "256Mi", "ephemeral-storage": "512Mi" },
    });
    const disk = { request: "1Gi", limit: "2Gi" } as const;
    const made = await deploy(application({ workloads: { web: service({ resources: { ...smallResources, disk } }) } }));
    const { requests, limits } = containerOf(made)["resources"] as Record<
      "requests" | "limits",
      Record<string, string>
    >;
    assert.deepEqual([requests["ephemeral-storage"], limits["ephemeral-storage"]], ["1Gi", "2Gi"]);
    assert.deepEqual(podOf(made)["volumes"], [{ name: "writable-0", emptyDir: { sizeLimit: "2Gi" } }]);
  });

  it("asks whether a start is over before it asks whether the container lives", () => {
    const { startupProbe, readinessProbe, livenessProbe } = containerOf(plain);
    const ready = { httpGet: { path: "/ready", port: 8080 } };
    assert.deepEqual(startupProbe, { ...ready, timeoutSeconds: 3, periodSeconds: 5, failureThreshold: 24 });
    assert.deepEqual(readinessProbe, { ...ready, timeoutSeconds: 3, periodSeconds: 10, failureThreshold: 3 });
    assert.deepEqual(livenessProbe, {
      tcpSocket: { port: 8080 },
      timeoutSeconds: 3,
      periodSeconds: 20,
      failureThreshold: 3,
    });
  });

  it("is asked in the way and at the pace that the workload wants", async () => {
    const probes = {
      readiness: { command: ["ping"] },
      liveness: { path: "/live", port: 9000 },
      startSeconds: 7,
      periodSeconds: 4,
      timeoutSeconds: 2,
      failures: 5,
    };
    const { startupProbe, readinessProbe, livenessProbe } = containerOf(
      await deploy(application({ workloads: { web: service({ probes }) } })),
    );
    assert.deepEqual(startupProbe, {
      exec: { command: ["ping"] },
      timeoutSeconds: 2,
      periodSeconds: 5,
      failureThreshold: 2,
    });
    assert.deepEqual(readinessProbe, {
      exec: { command: ["ping"] },
      timeoutSeconds: 2,
      periodSeconds: 4,
      failureThreshold: 5,
    });
    assert.deepEqual(livenessProbe, {
      httpGet: { path: "/live", port: 9000 },
      timeoutSeconds: 2,
      periodSeconds: 8,
      failureThreshold: 3,
    });
  });

  it("writes to /tmp alone, unless told otherwise", async () => {
    assert.deepEqual(containerOf(plain)["volumeMounts"], [{ name: "writable-0", mountPath: "/tmp" }]);
    assert.deepEqual(containerOf(plain, "db", "StatefulSet")["volumeMounts"], [
      { name: "writable-0", mountPath: "/tmp" },
      { name: "data", mountPath: "/data" },
    ]);
    const none = await deploy(application({ workloads: { web: service({ writable: [] }) } }));
    assert.equal(containerOf(none)["volumeMounts"], undefined);
    assert.equal(podOf(none)["volumes"], undefined);
  });

  it("is spread over nodes and zones", () => {
    const labelSelector = { matchLabels: { "app.kubernetes.io/name": "web", "app.kubernetes.io/part-of": "shop" } };
    assert.deepEqual(podOf(plain)["topologySpreadConstraints"], [
      { maxSkew: 1, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "ScheduleAnyway", labelSelector },
      { maxSkew: 1, topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "ScheduleAnyway", labelSelector },
    ]);
    assert.deepEqual(podOf(plain)["affinity"], {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 100, podAffinityTerm: { topologyKey: "kubernetes.io/hostname", labelSelector } },
        ],
      },
    });
  });

  it("pulls its image always, and runs what the workload says", async () => {
    const made = await deploy(
      application({
        workloads: { web: service({ command: ["run"], args: ["--fast"], user: 20000, stopSeconds: 90 }) },
      }),
    );
    const { image, imagePullPolicy, command, args, name } = containerOf(made);
    assert.deepEqual(
      { image, imagePullPolicy, command, args, name },
      {
        image: "registry.example.com/web:1",
        imagePullPolicy: "Always",
        command: ["run"],
        args: ["--fast"],
        name: "web",
      },
    );
    assert.equal(podOf(made)["terminationGracePeriodSeconds"], 90);
    assert.equal((podOf(made)["securityContext"] as { runAsUser: number }).runAsUser, 20000);
    assert.equal(podOf(plain)["terminationGracePeriodSeconds"], 30);
  });
});
