import assert from "node:assert/strict";
import { plan } from "../../plan/plan";
import type { ControlPlane } from "../../rehearsal/control-plane/contract";
import { startControlPlane } from "../../rehearsal/control-plane/control-plane";
import { clusterFacts } from "../../rehearsal/rehearse";
import { rehearsalReport, succeeded } from "../../rehearsal/report";
import { Rehearsal } from "../../rehearsal/run";
import { clusterContent } from "../support/cluster-content";
import { freshName, rehearseOnce } from "./rehearse-once";

/** What Helm keeps, and what the API server lists by itself for it. */
const kept = /^(customresourcedefinitions|apiservices) \/.*dapr\.io$/;

describe("a rehearsal on a cluster that is already there", function () {
  this.timeout(600_000);
  let cluster: ControlPlane;

  before(async () => {
    const { nodePools, storageClasses } = clusterFacts(await plan({ env: "dev" }));
    const spec = { pools: nodePools, storageClasses, loadBalancer: { kind: "ip" as const }, metricsServer: false };
    cluster = await startControlPlane({ name: freshName(), ...spec }, () => undefined);
  });

  after(() => cluster.stop());

  it("brings the stack up there, says what stays, and removes everything else", async () => {
    const before = await clusterContent(cluster.kubeconfig);
    await rehearseOnce({ env: "dev", kubeconfig: cluster.kubeconfigPath }, (result) => {
      assert.ok(succeeded(result));
      assert.deepEqual(result.injected.pods, []);
      const report = rehearsalReport(result);
      assert.match(report, /the cluster of .*: containers and webhooks are as real as they are there/);
      assert.match(report, /Stays in the cluster\n {2}The custom resource definitions of dapr\.io/);
    });
    const after = await clusterContent(cluster.kubeconfig);
    assert.deepEqual(
      after.filter((line) => !before.includes(line) && !kept.test(line)),
      [],
    );
    assert.deepEqual(
      before.filter((line) => !after.includes(line)),
      [],
    );
  });

  it("removes what it has made when it is interrupted", async () => {
    const before = (await clusterContent(cluster.kubeconfig)).filter((line) => !kept.test(line));
    const rehearsal = new Rehearsal(
      { env: "dev", charts: "stand-in", kubeconfig: cluster.kubeconfigPath },
      freshName(),
    );
    let made = 0;
    const interruptLater = (): void => {
      made += 1;
      if (made === 40) rehearsal.interrupt();
    };
    await assert.rejects(async () => {
      for (const step of rehearsal.steps) await step.run(step.title === "Program" ? interruptLater : () => undefined);
    }, /interrupted|failed/i);
    assert.ok(made >= 40, String(made));
    await rehearsal.end();
    const after = (await clusterContent(cluster.kubeconfig)).filter((line) => !kept.test(line));
    assert.deepEqual(after, before);
  });

  it("refuses a kubeconfig that can't be read", async () => {
    await assert.rejects(
      rehearseOnce({ env: "dev", kubeconfig: "/nowhere/config" }, () => undefined),
      /^UsageError: --kubeconfig is \/nowhere\/config, which can't be read \(ENOENT: .*\); name the kubeconfig of a cluster that is there\.$/,
    );
  });
});
