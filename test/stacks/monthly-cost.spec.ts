import assert from "node:assert/strict";
import type { MonthlyCost } from "../../components/cost/monthly-cost";
import { environments } from "../../components/environment";
import { parseQuantity } from "../../components/quantities";
import { costLines } from "../../plan/cost-lines";
import { type Plan, plan } from "../../plan/plan";
import { clear } from "../../plan/wire";
import { loadSystem, systemNames } from "../../stacks/systems";
import { plannedWith } from "../support/mirrored-plan";

function costOf({ run }: Plan): MonthlyCost {
  return clear(run.outputs["monthlyCost"]) as MonthlyCost;
}

/** GiB of all volumes that the objects and releases of a plan ask for. */
function plannedGibibytes({ run }: Plan): number {
  let bytes = 0;
  const size = (value: unknown): void => {
    if (typeof value === "string") bytes += parseQuantity(value);
  };
  const at = (value: unknown, path: string): unknown =>
    path.split(".").reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
  const claim = "resources.requests.storage";
  for (const { type, name, inputs, read } of run.registrations) {
    const object = clear(inputs);
    if (read) continue;
    if (type.endsWith(":PersistentVolumeClaim")) size(at(object, `spec.${claim}`));
    if (type.endsWith(":StatefulSet")) {
      const claims = (at(object, "spec.volumeClaimTemplates") ?? []) as readonly unknown[];
      for (const template of claims) {
        const replicas = Number(at(object, "spec.replicas") ?? 1);
        for (let pod = 0; pod < replicas; pod += 1) size(at(template, `spec.${claim}`));
      }
    }
    if (type === "kubernetes:postgresql.cnpg.io/v1:Cluster") {
      for (let pod = 0; pod < Number(at(object, "spec.instances")); pod += 1) size(at(object, "spec.storage.size"));
    }
    if (name === "kube-prometheus-stack") {
      size(at(object, `values.prometheus.prometheusSpec.storageSpec.volumeClaimTemplate.spec.${claim}`));
      size(at(object, `values.alertmanager.alertmanagerSpec.storage.volumeClaimTemplate.spec.${claim}`));
    }
    if (name === "loki") size(at(object, "values.singleBinary.persistence.size"));
    if (name === "tempo") size(at(object, "values.persistence.size"));
    if (name === "vault") {
      for (let pod = 0; pod < Number(at(object, "values.server.ha.replicas") ?? 1); pod += 1)
        size(at(object, "values.server.dataStorage.size"));
    }
    if (name === "dapr") {
      for (let pod = 0; pod < 3; pod += 1) size(at(object, "values.dapr_scheduler.cluster.storageSize"));
    }
  }
  return bytes / 1024 ** 3;
}

/** GiB of volumes that a plan's cost counts. */
function countedGibibytes(made: Plan): number {
  return costOf(made)
    .items.filter(({ what }) => /^GiB of (fast )?volumes$/.test(what))
    .reduce((sum, { count }) => sum + count.maximum, 0);
}

describe("the output monthlyCost", function () {
  this.timeout(60_000);

  for (const system of systemNames) {
    for (const env of environments) {
      it(`${system}, ${env}: has every volume that the plan asks for, or can't know what one costs`, async () => {
        const cloud = env === "prod" ? "gke" : "doks";
        const onPremises = (await loadSystem(system)).clusters(env).refused?.[cloud] !== undefined;
        const made = await plan({ system, env, cluster: onPremises ? "kubeconfig" : cloud });
        assert.ok(plannedGibibytes(made) > 0);
        assert.equal(countedGibibytes(made), onPremises ? 0 : plannedGibibytes(made));
      });
    }
  }

  it("has the volumes of Vault's servers", async () => {
    for (const env of ["dev", "prod"]) {
      const flags = { system: "todo", env, cluster: "doks" };
      const [without, made] = [await plan(flags), await plannedWith(flags, { vault: { enabled: true } })];
      assert.equal(countedGibibytes(made), plannedGibibytes(made));
      assert.equal(countedGibibytes(made) - countedGibibytes(without), env === "prod" ? 30 : 1);
    }
  });

  it("is the Todo plan's 88.50 dollars, but for high availability and volumes that the plan forgets", async () => {
    const made = await plan({ system: "todo", env: "prod", cluster: "doks" });
    const cost = costOf(made);
    // Nodes 72, load balancer 12, volumes of 45 GiB 4.50; ours adds 40, and 13 GiB of Dapr's schedulers and Redis.
    assert.equal(cost.minimum, 88.5 + 40 + 1.3);
    assert.deepEqual(costLines(cost), [
      "  1 × highly available control plane  $40.00",
      "  3 to 5 × node s-2vcpu-4gb           $72.00 to $120.00",
      "  1 × load balancer                   $12.00",
      "  58 × GiB of volumes                 $5.80",
      "  together                            $129.80 to $177.80",
    ]);
  });

  it("is not known of a cluster that is somebody else's", async () => {
    const made = await plan({ system: "detection-api", env: "dev", cluster: "kubeconfig" });
    const cost = costOf(made);
    assert.deepEqual([cost.minimum, cost.maximum], [0, 0]);
    assert.deepEqual(costLines(cost), [
      "  the cluster, its volumes and its load balancer: somebody else's, so their prices aren't known",
    ]);
  });

  it("has of another stack's cluster only what this one adds", async () => {
    const { items } = costOf(await plan({ system: "todo", env: "staging", cluster: "stack" }));
    assert.deepEqual(
      items.map(({ what }) => what),
      ["the cluster and its platform: see monthlyCost of the stack prod", "GiB of volumes"],
    );
  });
});
