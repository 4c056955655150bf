import assert from "node:assert/strict";
import { at, platformOf } from "./platform-program";

const uses = { postgresOperator: true };

describe("the operator of PostgreSQL", () => {
  it("is there for systems that have one in the cluster, and for nobody else", async () => {
    assert.deepEqual(
      (await platformOf()).of("Release").filter(({ label }) => label.includes("cloudnative")),
      [],
    );
    const { platform, the } = await platformOf({ uses });
    assert.equal(at(the("Release cloudnative-pg").inputs, "version"), "0.29.0");
    assert.deepEqual(platform.facts.postgres, {
      namespace: "cnpg-system",
      operatorLabels: { "app.kubernetes.io/name": "cloudnative-pg" },
    });
    assert.equal(platform.gates.postgres.length, 1);
  });

  it("runs twice where failovers count", async () => {
    const replicas = async (environment: "dev" | "prod") =>
      at((await platformOf({ uses, environment })).the("Release cloudnative-pg").inputs, "values.replicaCount");
    assert.deepEqual([await replicas("dev"), await replicas("prod")], [1, 2]);
  });

  it("waits for the definition of its monitor alone, and has one only with monitoring", async () => {
    const { the } = await platformOf({ uses });
    assert.ok(the("Release cloudnative-pg").waits.includes("Release prometheus-operator-crds"));
    const bare = await platformOf({ uses, overrides: { monitoring: { enabled: false } } });
    assert.equal(at(bare.the("Release cloudnative-pg").inputs, "values.monitoring.podMonitorEnabled"), false);
  });

  it("leaves its definitions, and with them every database", async () => {
    const { platform } = await platformOf({ uses });
    assert.ok(platform.kept.some((sentence) => sentence.includes("cnpg.io")));
  });
});
