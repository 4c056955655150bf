import assert from "node:assert/strict";
import { application, job, service, smallResources, store } from "../../support/applications";
import { deploy } from "../../support/deploy";
import { dig, type Recording } from "../../support/recording";

const podOf = (made: Recording, name = "web", kind = "Deployment"): unknown =>
  made.input(kind, name, ...(kind === "CronJob" ? ["spec", "jobTemplate"] : []), "spec", "template", "spec");
const containerOf = (made: Recording, name = "web", kind = "Deployment"): Readonly<Record<string, unknown>> =>
  dig(podOf(made, name, kind), "containers", 0) as Readonly<Record<string, unknown>>;

describe("what a workload says of its pods", () => {
  it("runs preparations first, with the same settings and no more rights", async () => {
    const made = await deploy(
      application({
        secrets: { TOKEN: { from: "generated", bytes: 32, encoding: "hex" } },
        workloads: {
          web: service({
            config: { LEVEL: "info" },
            secrets: ["TOKEN"],
            before: {
              wait: { image: "registry.example.com/tools:1", command: ["pg_isready"], resources: smallResources },
              migrate: { command: ["alembic", "upgrade", "head"] },
            },
          }),
        },
      }),
    );
    const main = containerOf(made);
    const steps = dig(podOf(made), "initContainers") as readonly Readonly<Record<string, unknown>>[];
    assert.deepEqual(
      steps.map(({ name, image, command }) => [name, image, command]),
      [
        ["wait", "registry.example.com/tools:1", ["pg_isready"]],
        ["migrate", "registry.example.com/web:1", ["alembic", "upgrade", "head"]],
      ],
    );
    for (const step of steps) {
      for (const key of ["envFrom", "securityContext", "volumeMounts", "resources"])
        assert.deepEqual(step[key], main[key], key);
      assert.deepEqual(
        [step["ports"], step["readinessProbe"], step["livenessProbe"]],
        [undefined, undefined, undefined],
      );
    }
  });

  it("drains before it stops, without a shell", async () => {
    const made = await deploy(application({ workloads: { web: service({ drainSeconds: 10 }) } }));
    assert.deepEqual(containerOf(made)["lifecycle"], { preStop: { sleep: { seconds: 10 } } });
    const none = await deploy(application({ workloads: { web: service({ drainSeconds: 0 }) } }));
    assert.equal(containerOf(none)["lifecycle"], undefined);
  });

  it("tells a container of its pod", async () => {
    const made = await deploy(
      application({ workloads: { web: service({ podFields: { POD_NAME: "name", POD_IP: "ip", NODE: "node" } }) } }),
    );
    const field = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
    assert.deepEqual(containerOf(made)["env"], [
      field("POD_NAME", "metadata.name"),
      field("POD_IP", "status.podIP"),
      field("NODE", "spec.nodeName"),
    ]);
  });

  it("gives secrets as files where they are asked for, and then not in the environment", async () => {
    const made = await deploy(
      application({
        secrets: { TOKEN: { from: "generated", bytes: 32, encoding: "hex" } },
        workloads: { web: service({ secrets: ["TOKEN"], secretsAs: "files" }) },
      }),
    );
    const container = containerOf(made);
    assert.deepEqual(container["env"], [{ name: "TOKEN_FILE", value: "/run/secrets/TOKEN" }]);
    assert.equal(container["envFrom"], undefined);
    assert.deepEqual(dig(container, "volumeMounts", 1), {
      name: "secrets",
      mountPath: "/run/secrets/TOKEN",
      subPath: "TOKEN",
      readOnly: true,
    });
    assert.equal(dig(podOf(made), "volumes", 1, "secret", "defaultMode"), 0o440);
  });

  it("asks each probe in its own time", async () => {
    const made = await deploy(
      application({
        workloads: {
          web: service({
            probes: {
              readiness: { path: "/ready", delaySeconds: 5, periodSeconds: 5, timeoutSeconds: 3, failures: 1 },
              liveness: { path: "/health", delaySeconds: 10, periodSeconds: 30, timeoutSeconds: 5, failures: 3 },
              startup: { path: "/health", periodSeconds: 2, failures: 30 },
            },
          }),
        },
      }),
    );
    const { readinessProbe, livenessProbe, startupProbe } = containerOf(made);
    const probe = (path: string, ...[delay, period, timeout, failures]: readonly (number | undefined)[]) => ({
      httpGet: { path, port: 8080 },
      ...(delay === undefined ? {} : { initialDelaySeconds: delay }),
      periodSeconds: period,
      timeoutSeconds: timeout,
      failureThreshold: failures,
    });
    assert.deepEqual(readinessProbe, probe("/ready", 5, 5, 3, 1));
    assert.deepEqual(livenessProbe, probe("/health", 10, 30, 5, 3));
    assert.deepEqual(startupProbe, probe("/health", undefined, 2, 3, 30));
  });

  it("asks whether it lives half as often as whether it is ready, and at other ports where they are", async () => {
    const made = await deploy(
      application({
        workloads: {
          web: service({
            probes: { readiness: { tcp: true, port: 9000, periodSeconds: 5 }, liveness: { path: "/live", port: 9001 } },
          }),
        },
      }),
    );
    const { readinessProbe, livenessProbe, startupProbe } = containerOf(made);
    assert.deepEqual(
      [readinessProbe, livenessProbe, startupProbe].map((probe) => dig(probe, "periodSeconds")),
      [5, 10, 5],
    );
    assert.deepEqual(dig(readinessProbe, "tcpSocket"), { port: 9000 });
    assert.deepEqual(dig(startupProbe, "tcpSocket"), { port: 9000 });
    assert.deepEqual(dig(livenessProbe, "httpGet"), { path: "/live", port: 9001 });
  });

  it("limits a directory to its own size, or to that of the scratch disk", async () => {
    const made = await deploy(
      application({ workloads: { web: service({ writable: ["/tmp", { path: "/queue", size: "100Mi" }] }) } }),
    );
    assert.deepEqual(dig(podOf(made), "volumes"), [
      { name: "writable-0", emptyDir: { sizeLimit: "512Mi" } },
      { name: "writable-1", emptyDir: { sizeLimit: "100Mi" } },
    ]);
  });

  it("keeps a volume of one pod for one pod, and one of many on a class that many nodes mount", async () => {
    const storage = { mountPath: "/data", size: "20Gi" } as const;
    const alone = await deploy(
      application({ workloads: { web: service({ storage: { ...storage, class: "fast" } }) } }),
    );
    assert.deepEqual(alone.input("PersistentVolumeClaim", "web", "spec"), {
      accessModes: ["ReadWriteOnce"],
      storageClassName: "fast",
      resources: { requests: { storage: "20Gi" } },
    });
    assert.deepEqual(alone.input("Deployment", "web", "spec", "strategy"), { type: "Recreate" });
    assert.deepEqual(dig(podOf(alone), "volumes", 1), { name: "data", persistentVolumeClaim: { claimName: "web" } });
    await assert.rejects(
      deploy(application({ workloads: { web: service({ storage, scale: 3 }) } })),
      /sharedStorageClass/,
    );
  });

  it("lets go of a volume before the next pod mounts it, however the number of pods is said", async () => {
    const storage = { mountPath: "/data", size: "1Gi" } as const;
    const made = await deploy(
      application({ workloads: { web: service({ storage, scale: { min: 1, max: 1, cpuPercent: 70 } }) } }),
      { protectData: true },
    );
    assert.deepEqual(made.input("Deployment", "web", "spec", "strategy"), { type: "Recreate" });
    assert.equal(made.one("PersistentVolumeClaim", "web").protect, true);
  });

  it("puts pods beside that whose volume they mount, and still apart from each other", async () => {
    const storage = { mountPath: "/data", size: "1Gi" } as const;
    const made = await deploy(
      application({
        workloads: {
          files: service({ storage }),
          web: service({ scale: 2, sharedVolumes: [{ of: "files", mountPath: "/shared" }] }),
        },
      }),
    );
    const matching = (name: string) => ({
      topologyKey: "kubernetes.io/hostname",
      labelSelector: { matchLabels: { "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "shop" } },
    });
    assert.deepEqual(dig(podOf(made), "affinity"), {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: matching("web") }],
      },
      podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [matching("files")] },
    });
    assert.deepEqual(dig(podOf(made), "volumes", 1, "persistentVolumeClaim"), { claimName: "files" });
  });

  it("puts a job beside the pod whose volume it mounts, and keeps what it leaves", async () => {
    const made = await deploy(
      application({
        workloads: {
          db: store(),
          backup: job({
            sharedVolumes: [{ of: "db", mountPath: "/data" }],
            storage: { mountPath: "/backups", size: "100Gi" },
            history: { succeeded: 7, failed: 3 },
          }),
          restore: job({
            schedule: "on demand",
            sharedVolumes: [
              { of: "db", mountPath: "/data" },
              { of: "backup", mountPath: "/backups" },
            ],
          }),
        },
      }),
    );
    const labelSelector = { matchLabels: { "app.kubernetes.io/name": "db", "app.kubernetes.io/part-of": "shop" } };
    assert.deepEqual(dig(podOf(made, "restore", "CronJob"), "affinity"), {
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "kubernetes.io/hostname", labelSelector }],
      },
    });
    assert.deepEqual(
      (dig(podOf(made, "restore", "CronJob"), "volumes") as readonly unknown[]).map((volume) =>
        dig(volume, "persistentVolumeClaim", "claimName"),
      ),
      [undefined, "data-db-0", "backup"],
    );
    assert.equal(made.input("CronJob", "restore", "spec", "suspend"), true);
    assert.deepEqual(
      [7, 3],
      [
        made.input("CronJob", "backup", "spec", "successfulJobsHistoryLimit"),
        made.input("CronJob", "backup", "spec", "failedJobsHistoryLimit"),
      ],
    );
    assert.deepEqual(made.names("PersistentVolumeClaim"), ["backup"]);
  });
});
