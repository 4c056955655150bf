import { strict as assert } from "node:assert/strict";
import { isSecret } from "@pulumi/pulumi";
import { DoksCluster } from "../../../components/cluster/doks";
import { isLoadBalancer, readShared, type SharedCluster, toShared } from "../../../components/cluster/shared-cluster";
import { BorrowedCluster } from "../../../components/cluster/stack-cluster";
import { UsageError } from "../../../components/errors";
import type { PlatformFacts } from "../../../components/platform/contract";
import { readOwner } from "../../../stacks/owner-stack";
import { once, outputValue, record, revealed, settle } from "./recorder";
import { resolved } from "./resolved";

const platform: PlatformFacts = {
  ingress: { controller: "nginx", className: "nginx", namespace: "ingress-nginx", podLabels: { app: "ingress-nginx" } },
  logs: true,
  metrics: false,
};

/** What a stack with a DOKS cluster exports, as another stack reads it: through JSON. */
const exported = once(async (): Promise<SharedCluster> => {
  await record();
  const { handle } = new DoksCluster("todo", resolved("doks", "staging"));
  const shared = await outputValue(toShared(handle, platform));
  await settle();
  return JSON.parse(JSON.stringify(shared)) as SharedCluster;
});

describe("toShared", function () {
  this.timeout(20_000);

  it("tells what other stacks need, and no secret", async () => {
    await record();
    const { handle } = new DoksCluster("todo", resolved("doks", "staging"));
    const output = toShared(handle, platform);
    const shared = await outputValue(output);
    const secret = await isSecret(output);
    await settle();
    assert.equal(secret, false);
    assert.deepEqual(Object.keys(shared).sort(), [
      "capabilities",
      "identifier",
      "kind",
      "name",
      "network",
      "nodePools",
      "platform",
      "storageClass",
      "storageClasses",
    ]);
    assert.deepEqual([shared.kind, shared.name, shared.identifier], ["doks", "todo-staging", "todo-cluster-id"]);
    assert.deepEqual(shared.platform, platform);
  });
});

describe("a cluster of another stack", function () {
  this.timeout(20_000);

  it("has the owner's facts, kubeconfig and identity", async () => {
    const shared = await exported();
    const recorder = await record({
      outputs: {
        shared,
        kubeconfig: "owner's kubeconfig",
        loadBalancer: { kind: "ip", value: "192.0.2.7" },
        grafanaUrl: "https://grafana.example.com",
      },
      secretOutputNames: ["kubeconfig"],
    });
    const borrowed = await readOwner("owner", "acme/rootstock/staging");
    const { handle } = new BorrowedCluster("borrowed", borrowed);
    const kubeconfig = await outputValue(handle.kubeconfig);
    const secret = await isSecret(handle.kubeconfig);
    await settle();
    assert.deepEqual(recorder.names(), ["pulumi:providers:kubernetes borrowed", "rootstock:cluster:Stack borrowed"]);
    assert.deepEqual(recorder.references, ["acme/rootstock/staging"]);
    assert.deepEqual([kubeconfig, secret], ["owner's kubeconfig", true]);
    const { inputs } = recorder.one("pulumi:providers:kubernetes");
    assert.equal(inputs["clusterIdentifier"], "todo-cluster-id");
    assert.equal(revealed(inputs["kubeconfig"]), "owner's kubeconfig");
    assert.equal(handle.kind, "stack");
    assert.deepEqual(handle.nodePools, shared.nodePools);
    assert.deepEqual(handle.capabilities, shared.capabilities);
    assert.equal(handle.storageClass, "do-block-storage");
    assert.deepEqual(borrowed.owner, {
      ...shared,
      reference: "acme/rootstock/staging",
      loadBalancer: { kind: "ip", value: "192.0.2.7" },
      grafanaUrl: "https://grafana.example.com",
    });
  });

  it("may have neither load balancer nor Grafana", async () => {
    const shared = await exported();
    await record({ outputs: { shared, kubeconfig: "k" }, secretOutputNames: ["kubeconfig"] });
    const { owner } = await readOwner("owner", "staging");
    await settle();
    assert.equal("loadBalancer" in owner, false);
    assert.equal("grafanaUrl" in owner, false);
  });

  for (const missing of ["shared", "kubeconfig"]) {
    it(`is refused when the stack has no output ${missing}`, async () => {
      const all = { shared: await exported(), kubeconfig: "k" };
      const outputs = Object.fromEntries(Object.entries(all).filter(([name]) => name !== missing));
      await record({ outputs, secretOutputNames: ["kubeconfig"] });
      await assert.rejects(
        readOwner("owner", "rootstock/none"),
        new UsageError(
          'cluster.reference is "rootstock/none", a stack without the outputs shared and kubeconfig; name a stack that has a cluster of its own, and run pulumi up on it first.',
        ),
      );
      await settle();
    });
  }
});

describe("readShared", function () {
  this.timeout(20_000);

  const damages: readonly (readonly [field: string, damage: Record<string, unknown>])[] = [
    ["kind", { kind: "aks" }],
    ["name", { name: 7 }],
    ["identifier", { identifier: undefined }],
    ["storageClass", { storageClass: null }],
    ["storageClasses", { storageClasses: [{ name: "gp3" }] }],
    [
      "capabilities",
      { capabilities: { loadBalancer: "dns", metricsServer: true, networkPolicy: true, nodeAutoscaling: true } },
    ],
    ["nodePools", { nodePools: "three" }],
    ["platform", { platform: {} }],
  ];
  for (const [field, damage] of damages) {
    it(`refuses what has no ${field}`, async () => {
      const shared = { ...(await exported()), ...damage };
      assert.throws(
        () => readShared(shared, "staging"),
        new UsageError(
          `cluster.reference is "staging", whose output shared has no ${field} that this version of Rootstock understands; run pulumi up on that stack with this version first.`,
        ),
      );
    });
  }

  it("refuses what is no object", () => {
    assert.throws(() => readShared("text", "staging"), /whose output shared has no content that/);
  });

  it("takes the classes that only some clusters have", async () => {
    const classes = { fastStorageClass: "premium-rwo", sharedStorageClass: "nfs-client" };
    const read = readShared({ ...(await exported()), ...classes }, "staging");
    assert.deepEqual([read.fastStorageClass, read.sharedStorageClass], Object.values(classes));
  });

  it("takes what it understands, and drops the rest", async () => {
    const shared = await exported();
    assert.deepEqual(readShared({ ...shared, novelty: true }, "staging"), shared);
  });
});

describe("isLoadBalancer", () => {
  it("knows one from anything else", () => {
    assert.ok(isLoadBalancer({ kind: "hostname", value: "lb.example" }));
    for (const other of [undefined, "192.0.2.1", { kind: "port", value: "80" }, { kind: "ip" }]) {
      assert.ok(!isLoadBalancer(other), JSON.stringify(other));
    }
  });
});
