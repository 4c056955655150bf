import assert from "node:assert/strict";
import fc from "fast-check";
import { partsOf } from "../../bench/critical-path";
import { latencyKey, latencyOf } from "../../bench/latencies";
import { mustWait, necessaryTasks, necessity, type Parts, type TimedKind } from "../../bench/necessity";
import type { PlannedResource } from "../../bench/ordering";
import { duration, schedule } from "../../bench/schedule";

const all: Parts = {
  ingress: true,
  certificates: true,
  dapr: true,
  monitoring: true,
  logs: true,
  routes: true,
  volumes: true,
};
const none: Parts = {
  ingress: false,
  certificates: false,
  dapr: false,
  monitoring: false,
  logs: false,
  routes: false,
  volumes: false,
};
const kinds: readonly TimedKind[] = ["doks", "eks", "gke", "stack"];

const resource = (type: string, name: string, inputs: PlannedResource["inputs"] = {}): PlannedResource => ({
  urn: name,
  type,
  name,
  custom: true,
  parent: "",
  provider: "",
  dependencies: [],
  inputs,
});

describe("what an up can't do without", () => {
  it("gives a reason for every step, and every step once", () => {
    for (const kind of kinds) {
      const steps = necessity(kind, all);
      assert.equal(new Set(steps.map(({ id }) => id)).size, steps.length);
      assert.ok(steps.every(({ because }) => because !== ""));
    }
  });

  it("can be ordered, and never gets longer by leaving a part out", () => {
    const parts = fc.record({
      ingress: fc.boolean(),
      certificates: fc.boolean(),
      dapr: fc.boolean(),
      monitoring: fc.boolean(),
      logs: fc.boolean(),
      routes: fc.boolean(),
      volumes: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.constantFrom(...kinds), parts, (kind, chosen) => {
        const tasks = necessaryTasks(necessity(kind, chosen));
        assert.equal(schedule(tasks).length, tasks.length);
        assert.ok(duration(tasks) <= duration(necessaryTasks(necessity(kind, all))));
        assert.ok(duration(tasks) >= duration(necessaryTasks(necessity(kind, none))));
      }),
    );
  });

  it("makes pods with a sidecar wait for Dapr, and not for monitoring", () => {
    const steps = necessity("eks", all);
    const deployment = "kubernetes:apps/v1:Deployment";
    assert.ok(mustWait(steps, deployment, "Release dapr"));
    assert.ok(mustWait(steps, deployment, "aws:eks/nodeGroup:NodeGroup"));
    assert.ok(!mustWait(steps, deployment, "Release kube-prometheus-stack"));
    assert.ok(!mustWait(steps, deployment, "unknown"));
  });

  it("needs no cluster of its own where another stack has one", () => {
    assert.deepEqual(
      necessity("stack", none).map(({ id }) => id.split(":").at(-1)),
      ["StackReference", "kubernetes", "Namespace", "Secret", "Deployment"],
    );
  });

  it("tells the parts of a stack from its resources", () => {
    assert.deepEqual(partsOf([]), none);
    const release = "kubernetes:helm.sh/v3:Release";
    const found = partsOf([
      ...["ingress-nginx", "cert-manager", "dapr", "kube-prometheus-stack", "loki"].map((name) =>
        resource(release, name),
      ),
      resource("kubernetes:networking.k8s.io/v1:Ingress", "shop"),
      resource("kubernetes:apps/v1:StatefulSet", "redis"),
    ]);
    assert.deepEqual(found, all);
  });
});

describe("typical latencies", () => {
  it("know releases by name and, where the cloud matters, by kind of cluster", () => {
    const ingress = resource("kubernetes:helm.sh/v3:Release", "ingress-nginx");
    assert.equal(latencyKey(ingress, "doks"), "Release ingress-nginx on doks");
    assert.equal(latencyKey(ingress, "eks"), "Release ingress-nginx");
  });

  it("know add-ons of EKS by name", () => {
    const addOn = resource("aws:eks/addon:Addon", "todo-cni", { addonName: "vpc-cni" });
    assert.equal(latencyKey(addOn, "eks"), "aws:eks/addon:Addon vpc-cni");
  });

  it("take one call for what isn't in the table, and nothing for what is made in process", () => {
    assert.equal(latencyOf("kubernetes:core/v1:ConfigMap").seconds, 1);
    assert.equal(latencyOf("pulumi:providers:kubernetes").seconds, 0);
    assert.equal(latencyOf("random:index/randomBytes:RandomBytes").seconds, 0);
  });

  it("know every step that can't be left out", () => {
    for (const kind of kinds) {
      for (const { id } of necessity(kind, all)) {
        const { source } = latencyOf(id);
        assert.notEqual(source, "");
      }
    }
  });
});
