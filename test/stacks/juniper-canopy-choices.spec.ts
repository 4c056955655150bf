import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { ClusterKind } from "../../components/cluster/contract";
import { plan } from "../../plan/plan";
import { dig, Recording } from "../support/recording";

/** Juniper Canopy in production, as a stack's file with these settings has it. */
async function planned(kind: ClusterKind, settings: Readonly<Record<string, unknown>> = {}): Promise<Recording> {
  const folder = mkdtempSync(join(tmpdir(), "juniper-"));
  const config = join(folder, "Pulumi.prod.yaml");
  const chosen = { system: "juniper-canopy", environment: "prod", imageTag: "v1.0.0", cluster: { kind } };
  const all = { ...chosen, secretBackEnd: { kind: "state" }, ...settings };
  try {
    const entries = Object.entries<unknown>(all).map(([key, value]): [string, unknown] => [`rootstock:${key}`, value]);
    writeFileSync(config, stringify({ config: Object.fromEntries(entries) }));
    const { run } = await plan({ config });
    return new Recording(run.registrations, run.warnings);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The Deployment without the names of the objects that it refers to. */
function deploymentOf(made: Recording): unknown {
  const text = JSON.stringify(made.inputs("Deployment", "juniper-canopy"));
  return JSON.parse(text.replaceAll(/-[0-9a-f]{7}"/g, '"'));
}

describe("Juniper Canopy, where the stack chooses otherwise", function () {
  this.timeout(60_000);

  it("on GKE: us-central1-a, 3 × e2-medium, 2 to 5, as the plan has it (4.1.3, option C)", async () => {
    const pool = (await planned("gke")).all("NodePool")[0]?.inputs;
    assert.deepEqual(
      [
        dig(pool, "nodeConfig", "machineType"),
        dig(pool, "initialNodeCount"),
        dig(pool, "autoscaling", "totalMinNodeCount"),
        dig(pool, "autoscaling", "totalMaxNodeCount"),
        dig(pool, "location"),
      ],
      ["e2-medium", 3, 2, 5, "us-central1-a"],
    );
  });

  const services: readonly (readonly [ClusterKind, string])[] = [
    ["eks", "ReplicationGroup"],
    ["gke", "Instance"],
    ["doks", "DatabaseCluster"],
  ];
  for (const [kind, service] of services) {
    it(`on ${kind} with stores.redis managed (3.2.2): ${service}, no Redis in the cluster, the same Deployment`, async () => {
      const [made, usual] = [await planned(kind, { stores: { redis: "managed" } }), await planned(kind)];
      assert.equal(made.all(service).length, 1, made.registrations.map(({ type }) => type).join("\n"));
      assert.deepEqual(made.names("StatefulSet"), []);
      assert.deepEqual(usual.names("StatefulSet"), ["redis"]);
      assert.deepEqual(deploymentOf(made), deploymentOf(usual));
    });
  }

  it("is refused on minikube in production, with the reason", async () => {
    await assert.rejects(planned("minikube"), /two pods on one machine are gone together/);
  });
});
