import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import {
  AppsV1Api,
  AutoscalingV2Api,
  BatchV1Api,
  CoreV1Api,
  KubeConfig,
  setHeaderOptions,
} from "@kubernetes/client-node";
import { stringify } from "yaml";
import { RehearsalEngine } from "../../deploy/rehearsal-engine";
import { sleeping } from "../../deploy/sleeping";
import { Sleepers, wakeStack } from "../../deploy/waking";
import { diagnosis } from "../../doctor/diagnosis";
import { lookAt } from "../../doctor/look";
import { readStack, type StackInput } from "../../plan/stack-file";
import { asMergePatch } from "../../rehearsal/control-plane/api";
import { removeControlPlane } from "../../rehearsal/control-plane/control-plane";
import { parseConfig, type StackConfig } from "../../stacks/config/parse";
import { freshName, rehearseOnce } from "./rehearse-once";

/** Asks until it is so; the test's own limit ends it. */
async function until(question: () => Promise<boolean>): Promise<void> {
  while (!(await question())) await wait(250);
}

describe("a stack that sleeps, on a real API server", function () {
  // The first run on a machine builds the programs.
  this.timeout(20 * 60_000);
  const name = freshName();
  const folder = mkdtempSync(join(tmpdir(), "sleep-"));
  const client = new KubeConfig();
  const config = join(folder, "Pulumi.staging.yaml");
  let kubeconfig = "";
  let input: StackInput;
  let stack: StackConfig;
  let namespace: string;

  before(async () => {
    const settings = {
      "rootstock:system": "juniper-canopy",
      "rootstock:environment": "staging",
      "rootstock:imageTag": "v1.0.0",
      "rootstock:cluster": { kind: "kubeconfig" },
      "rootstock:sleep": { from: "20:00", until: "07:00" },
    };
    writeFileSync(config, stringify({ config: settings }));
    input = await readStack({ config });
    stack = await parseConfig(input.raw);
    namespace = stack.application.namespace;
    await rehearseOnce(
      { config, keep: true },
      (result, { session }) => {
        assert.deepEqual(result.workloads.notReady, []);
        kubeconfig = session.kubeconfig;
      },
      name,
    );
    client.loadFromString(kubeconfig);
  });

  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await removeControlPlane(name);
  });

  /** Number of pods that every Deployment of the namespace is asked for. */
  async function asked(): Promise<Readonly<Record<string, number | undefined>>> {
    const { items } = await client.makeApiClient(AppsV1Api).listNamespacedDeployment({ namespace });
    return Object.fromEntries(items.map(({ metadata, spec }) => [metadata?.name ?? "", spec?.replicas]));
  }

  /** What the commands of a job would do, done with the rights of the job's service account. */
  async function run(job: string): Promise<void> {
    const cron = await client.makeApiClient(BatchV1Api).readNamespacedCronJob({ name: job, namespace });
    const pod = cron.spec.jobTemplate.spec?.template.spec;
    const user = `system:serviceaccount:${namespace}:${String(pod?.serviceAccountName)}`;
    const asJob = setHeaderOptions("Impersonate-User", user);
    const apps = client.makeApiClient(AppsV1Api);
    for (const { command = [] } of [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])]) {
      const [program, verb, flag = "", ...deployments] = command;
      assert.deepEqual([program, verb, deployments.length > 0], ["/bin/kubectl", "scale", true]);
      const replicas = Number(/^--replicas=(\d+)$/.exec(flag)?.[1]);
      for (const deployment of deployments) {
        const of = { name: deployment.replace(/^deployment\//, ""), namespace };
        // As kubectl does: it looks for the object, then patches its scale.
        await apps.readNamespacedDeployment(of, asJob);
        await apps.patchNamespacedDeploymentScale(
          { ...of, body: { spec: { replicas } } },
          setHeaderOptions("Impersonate-User", user, asMergePatch),
        );
      }
    }
  }

  it("goes to sleep by the job's own rights: no Deployment has a pod, and autoscalers leave it at that", async () => {
    await run("sleep");
    const apps = client.makeApiClient(AppsV1Api);
    await until(async () => {
      const { items } = await apps.listNamespacedDeployment({ namespace });
      return items.every(({ status }) => (status?.replicas ?? 0) === 0);
    });
    const { items } = await client.makeApiClient(AutoscalingV2Api).listNamespacedHorizontalPodAutoscaler({ namespace });
    for (const { metadata } of items)
      await until(async () => {
        const { status } = await client
          .makeApiClient(AutoscalingV2Api)
          .readNamespacedHorizontalPodAutoscaler({ name: metadata?.name ?? "", namespace });
        return (status?.conditions ?? []).some(({ reason }) => reason === "ScalingDisabled");
      });
    assert.deepEqual([...new Set(Object.values(await asked()))], [0]);
    const { items: pods } = await client.makeApiClient(CoreV1Api).listNamespacedPod({ namespace });
    const kinds = pods.flatMap(({ metadata }) => (metadata?.ownerReferences ?? []).map(({ kind }) => kind));
    assert.ok(!kinds.includes("ReplicaSet"), kinds.join(", "));
  });

  it("has no drift and no trouble in that, until nobody wakes it", async () => {
    // A Wednesday's midnight and noon.
    const [midnight, noon] = [new Date("2026-11-18T00:00:00Z"), new Date("2026-11-18T12:00:00Z")];
    const engine = await RehearsalEngine.open({ config, charts: "stand-in" }, undefined, name);
    try {
      // An autoscaler has the last word of these Deployments; others are looked at where previews are.
      assert.deepEqual(await engine.drift(() => undefined), []);
      const { listed } = await lookAt(kubeconfig);
      const troubles = async (now: Date): Promise<readonly string[]> => {
        const asleep = await sleeping(engine, now);
        assert.ok(asleep !== undefined);
        return diagnosis({ now, history: [], ...listed, asleep }).map(({ what }) => what);
      };
      assert.deepEqual(await troubles(midnight), []);
      const sleepers = await new Sleepers(kubeconfig, stack.application).asleep();
      const unwoken = sleepers.map((sleeper) => `deployment ${namespace}/${sleeper.name}`);
      assert.deepEqual(await troubles(noon), unwoken);
    } finally {
      await engine.end();
    }
  });

  it("is woken by a deployment, each Deployment to the pods that it has by day", async () => {
    const sleepers = new Sleepers(kubeconfig, stack.application);
    const slept = await sleepers.asleep();
    assert.ok(slept.length > 0);
    const told: string[] = [];
    await wakeStack({ kubeconfig: () => Promise.resolve(kubeconfig) }, input, (message) => told.push(message));
    assert.deepEqual(told, [`woken: ${slept.map((sleeper) => sleeper.name).join(", ")}`]);
    const now = await asked();
    assert.deepEqual(
      slept.map((sleeper) => [sleeper.name, now[sleeper.name]]),
      slept.map((sleeper) => [sleeper.name, sleeper.pods]),
    );
    const apps = client.makeApiClient(AppsV1Api);
    await until(async () => {
      const { items } = await apps.listNamespacedDeployment({ namespace });
      return items.every(({ spec, status }) => (status?.readyReplicas ?? 0) >= (spec?.replicas ?? 1));
    });
    assert.deepEqual(await sleepers.wake(), [], "whoever is awake isn't woken");
  });

  it("is woken in the morning by its job as well", async () => {
    const day = await asked();
    await run("sleep");
    await run("wake");
    assert.deepEqual(await asked(), day);
  });

  it("lets the jobs change nothing but the number of these pods", async () => {
    const asJob = (options?: typeof asMergePatch): typeof asMergePatch =>
      setHeaderOptions("Impersonate-User", `system:serviceaccount:${namespace}:sleep`, options);
    const apps = client.makeApiClient(AppsV1Api);
    const core = client.makeApiClient(CoreV1Api);
    const [sleeper = ""] = Object.keys(await asked());
    const own = { name: sleeper, namespace };
    const refused: readonly (readonly [string, () => Promise<unknown>])[] = [
      [
        "change a Deployment",
        () => apps.patchNamespacedDeployment({ ...own, body: { spec: { replicas: 0 } } }, asJob(asMergePatch)),
      ],
      ["delete a Deployment", () => apps.deleteNamespacedDeployment(own, asJob())],
      ["list Deployments", () => apps.listNamespacedDeployment({ namespace }, asJob())],
      [
        "read a Deployment elsewhere",
        () => apps.readNamespacedDeployment({ name: "coredns", namespace: "kube-system" }, asJob()),
      ],
      [
        "scale what isn't named",
        () =>
          apps.patchNamespacedDeploymentScale(
            { name: "other", namespace, body: { spec: { replicas: 0 } } },
            asJob(asMergePatch),
          ),
      ],
      [
        "scale a StatefulSet",
        () =>
          apps.patchNamespacedStatefulSetScale(
            { name: "redis", namespace, body: { spec: { replicas: 0 } } },
            asJob(asMergePatch),
          ),
      ],
      ["read Secrets", () => core.listNamespacedSecret({ namespace }, asJob())],
      ["see pods", () => core.listNamespacedPod({ namespace }, asJob())],
      ["open a shell", () => core.connectGetNamespacedPodExec({ ...own, command: "sh" }, asJob())],
    ];
    for (const [deed, attempt] of refused) await assert.rejects(attempt, /"code":403|forbidden/i, deed);
  });
});
