import assert from "node:assert/strict";
import { applicationErrors } from "../../../components/application/checks";
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
    assert.deepEqual(dig(container, "volumeMounts", 1), { name: "secrets", mountPath: "/run/secrets", readOnly: true });
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

  it("is refused with a sentence for each mistake", () => {
    const errors = applicationErrors(
      application({
        workloads: {
          web: service({
            drainSeconds: 30,
            before: { web: { command: ["true"] } },
            config: { POD: "x" },
            podFields: { POD: "name" },
            sharedVolumes: [{ of: "nobody", mountPath: "/data" }],
            slots: { active: "blue", images: { blue: "a:1", green: "a:2" }, standby: 0 },
          }),
        },
        access: { web: { may: "read" } },
      }),
    );
    assert.deepEqual(
      errors,
      [
        "Workload web has slots.standby 0; it must be a whole number from 1 to 1000.",
        "Workload web has POD both in podFields and elsewhere; keep one of them.",
        "Workload web has drainSeconds 30 and stopSeconds 30: nothing would be left to finish requests in; raise stopSeconds.",
        'Workload web has "web" before it, which can\'t be named so; begin with a lower-case letter, then lower-case letters, digits and dashes, other than web.',
        'Workload web mounts the volume of "nobody", which has none to share; workloads that do: none.',
        "Access \"web\" can't be named so; begin with a lower-case letter, then lower-case letters, digits and dashes, 63 in all, and take no workload's name.",
      ].sort((a, b) => errors.indexOf(a) - errors.indexOf(b)),
    );
  });
});
