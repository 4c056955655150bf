import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { clientOf } from "../../rehearsal/control-plane/api";
import {
  listControlPlanes,
  openControlPlane,
  removeControlPlane,
  startControlPlane,
} from "../../rehearsal/control-plane/control-plane";
import { clusterDirectory } from "../../rehearsal/control-plane/directories";
import { processesOf } from "../../rehearsal/control-plane/processes";
import { eventually, pool, quiet, specOf } from "./control-plane-fixtures";

describe("the life of a control plane", function () {
  // The first run on a machine builds the programs.
  this.timeout(20 * 60_000);

  it("is taken up again when it was kept, even after its processes died", async () => {
    const spec = specOf("kept", { pools: [pool("workers", "2", 1, 2)] });
    const first = await startControlPlane(spec, quiet);
    try {
      await first.keep();
      await clientOf(first.kubeconfig).core.createNamespace({ body: { metadata: { name: "survivor" } } });
      await first.release();
      assert.deepEqual((await listControlPlanes()).find((one) => one.name === spec.name)?.standing, "kept");
      for (const { pid } of await processesOf(first.directory)) process.kill(pid, "SIGKILL");
      const larger = [pool("workers", "4", 1, 2)];
      await assert.rejects(openControlPlane({ name: spec.name, pools: larger }, quiet), /was made for another cluster/);
      const second = await openControlPlane({ name: spec.name }, quiet);
      assert.ok(second !== undefined);
      const found = await clientOf(second.kubeconfig).core.readNamespace({ name: "survivor" });
      assert.equal(found.metadata?.name, "survivor");
      await second.stop();
    } finally {
      await removeControlPlane(spec.name);
    }
    assert.equal(await openControlPlane({ name: spec.name }, quiet), undefined);
  });

  it("can be ended while it starts, as Ctrl-C does", async () => {
    const spec = specOf("early", { pools: [] });
    const started = startControlPlane(spec, quiet).then(
      () => "started",
      () => "ended",
    );
    const directory = clusterDirectory(spec.name);
    await eventually("its first program runs", async () => (await processesOf(directory)).length > 0);
    await removeControlPlane(spec.name);
    assert.equal(await started, "ended");
    assert.deepEqual(await processesOf(directory), []);
    assert.equal(existsSync(directory), false);
  });

  it("is cleaned up by the next run when its owner was killed", async () => {
    const spec = specOf("orphan", { pools: [] });
    const script = `require("./rehearsal/control-plane/control-plane").startControlPlane(${JSON.stringify(spec)}, () => {})
      .then(() => { console.log("started"); setInterval(() => {}, 1000); });`;
    const owner = spawn(process.execPath, ["--import", "tsx", "--eval", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve, reject) => {
      owner.stdout.once("data", resolve);
      owner.once("exit", reject);
    });
    owner.removeAllListeners("exit");
    const exited = new Promise((resolve) => owner.once("exit", resolve));
    owner.kill("SIGKILL");
    await exited;
    const directory = clusterDirectory(spec.name);
    assert.ok((await processesOf(directory)).length >= 5, "its processes outlive their owner");
    assert.ok((await listControlPlanes()).every((one) => one.name !== spec.name));
    assert.deepEqual(await processesOf(directory), []);
    assert.equal(existsSync(directory), false);
  });
});
