import assert from "node:assert/strict";
import { AppsV1Api, CoreV1Api, KubeConfig, PatchStrategy, setHeaderOptions } from "@kubernetes/client-node";
import { destroyStack, foresee, refuseDestroy } from "../../deploy/destruction";
import { RehearsalEngine } from "../../deploy/rehearsal-engine";
import { diagnosis } from "../../doctor/diagnosis";
import { lookAt } from "../../doctor/look";
import { readStack } from "../../plan/stack-file";
import { listControlPlanes, removeControlPlane } from "../../rehearsal/control-plane/control-plane";
import { openSessionFor } from "../../rehearsal/deployment";
import { stacksOf } from "../../rehearsal/rehearse";
import { clusterContent } from "../support/cluster-content";
import { freshName } from "./rehearse-once";

const quiet = (): void => undefined;

const asMerge = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);

const namespace = "detection-system-dev";

/** What charts leave behind on purpose, and what the API server lists by itself for it. */
const kept = /^(customresourcedefinitions|apiservices) /;

describe("looking after a stack", function () {
  // The first run on a machine builds the programs.
  this.timeout(20 * 60_000);
  const name = freshName();
  const flags = { env: "dev", system: "detection-api", charts: "stand-in", keep: true };
  let engine: RehearsalEngine;
  let config: KubeConfig;
  let kubeconfig = "";

  let untouched: readonly string[] = [];

  before(async () => {
    const session = await openSessionFor(await stacksOf(await readStack(flags)), { name, keep: true, progress: quiet });
    untouched = await clusterContent(session.kubeconfig);
    await session.end();
    engine = await RehearsalEngine.open(flags, undefined, name);
    await engine.up(engine.input, { command: "up", message: "", progress: quiet });
    kubeconfig = (await engine.kubeconfig()) ?? "";
    config = new KubeConfig();
    config.loadFromString(kubeconfig);
  });

  after(async () => {
    await engine.end();
    await removeControlPlane(name);
  });

  it("finds no drift in what a run has just applied: defaults, autoscalers and controllers don't count", async () => {
    assert.deepEqual(await engine.drift(quiet), []);
  });

  it("names what was changed by hand, with the release that it came from, and what is missing", async () => {
    const [apps, core] = [config.makeApiClient(AppsV1Api), config.makeApiClient(CoreV1Api)];
    const label = { metadata: { labels: { team: "me" } } };
    await core.patchNamespace({ name: namespace, body: label, fieldManager: "kubectl-label" }, asMerge);
    await core.deleteNamespacedService({ name: "detection-api", namespace });
    const annotated = { spec: { minReadySeconds: 7 } };
    const controller = { name: "ingress-nginx-controller", namespace: "ingress-nginx" };
    await apps.patchNamespacedDeployment({ ...controller, body: annotated, fieldManager: "kubectl-patch" }, asMerge);
    const drifts = await engine.drift(quiet);
    assert.deepEqual(
      drifts.map(({ fields, how, what }) => [what, how, fields.map(({ by, found, path }) => [path, found, by])]),
      [
        [`namespace ${namespace}`, "changed", [["metadata.labels.team", "me", "kubectl-label"]]],
        [`service ${namespace}/detection-api`, "missing", []],
        [
          "deployment ingress-nginx/ingress-nginx-controller (release ingress-nginx/ingress-nginx)",
          "changed",
          [["spec.minReadySeconds", "7", "kubectl-patch"]],
        ],
      ],
    );
  });

  it("looks at the cluster, and finds what was made to go wrong there", async () => {
    const before = await lookAt(kubeconfig);
    assert.deepEqual(before.unseen, []);
    assert.deepEqual(diagnosis({ now: new Date(), history: [], ...before.listed }), []);
    const secret = {
      metadata: {
        name: "sh.helm.release.v1.loki.v99",
        labels: { owner: "helm", name: "loki", status: "pending-upgrade", version: "99" },
      },
    };
    const core = config.makeApiClient(CoreV1Api);
    await core.createNamespacedSecret({ namespace: "loki", body: secret });
    const { listed } = await lookAt(kubeconfig);
    const found = diagnosis({ now: new Date(Date.now() + 3_600_000), history: [], ...listed });
    await core.deleteNamespacedSecret({ name: secret.metadata.name, namespace: "loki" });
    const locked = found.filter(({ what }) => what === "release loki/loki");
    assert.deepEqual(
      locked.map(({ run, severity }) => ({ run, severity })),
      [{ severity: "broken", run: ["helm -n loki rollback loki 1", "rootstock up"] }],
    );
  });

  it("refuses to destroy a cluster that another stack stands on", async () => {
    const core = config.makeApiClient(CoreV1Api);
    const labels = { "app.kubernetes.io/managed-by": "rootstock" };
    await core.createNamespace({ body: { metadata: { name: "staging", labels } } });
    const { losses } = await foresee(engine);
    assert.throws(() => {
      refuseDestroy(engine, losses);
    }, /staging is a namespace of another stack\. Nothing was changed/);
    await core.deleteNamespace({ name: "staging" });
  });

  it("destroys everything, volumes and load balancers too, and leaves the API server as it was", async () => {
    const foreseen = await foresee(engine);
    assert.equal(foreseen.losses.loadBalancers.length, 1);
    assert.ok(foreseen.losses.volumes.length >= 2, String(foreseen.losses.volumes.length));
    assert.deepEqual(await destroyStack(engine, foreseen, quiet), []);
    const ours = (lines: readonly string[]): readonly string[] => lines.filter((line) => !kept.test(line));
    assert.deepEqual(ours(await clusterContent(kubeconfig)), ours(untouched));
    assert.deepEqual(await engine.contents(), []);
  });

  it("leaves the control plane when it is asked to", async () => {
    await engine.end();
    assert.equal(
      (await listControlPlanes()).some((one) => one.name === name),
      true,
    );
  });
});
