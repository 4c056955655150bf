import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { hostname } from "node:os";
import { CoordinationV1Api, KubeConfig, V1MicroTime } from "@kubernetes/client-node";
import { killHelm } from "../../faults/api-server";
import { limitEtcd, makeRoom, useUpEtcd } from "../../faults/etcd";
import type { ControlPlane } from "../../rehearsal/control-plane/contract";
import { startControlPlane } from "../../rehearsal/control-plane/control-plane";
import { Helm } from "../../rehearsal/helm";
import { takeLease } from "../../rehearsal/lease";
import { ClusterObjects, type ObjectReference } from "../../rehearsal/objects";
import { installRelease } from "../../rehearsal/release-installation";
import { quiet, specOf } from "./control-plane-fixtures";

const namespace = "kube-system";

describe("work that another run left unfinished", function () {
  // The first run on a machine builds the programs.
  this.timeout(20 * 60_000);
  let plane: ControlPlane;
  let leases: CoordinationV1Api;

  before(async () => {
    plane = await startControlPlane(specOf("unfinished"), quiet);
    const config = new KubeConfig();
    config.loadFromString(plane.kubeconfig);
    leases = config.makeApiClient(CoordinationV1Api);
  });

  after(() => plane.stop());

  /** A lease as somebody else took it, so many seconds ago. */
  const heldBy = (stack: string, holderIdentity: string, seconds = 0): Promise<unknown> =>
    leases.createNamespacedLease({
      namespace,
      body: {
        metadata: { name: `rootstock-rehearsal.${stack}` },
        spec: { holderIdentity, leaseDurationSeconds: 60, renewTime: new V1MicroTime(Date.now() - seconds * 1000) },
      },
    });

  it("refuses a second rehearsal of a stack while the first runs, and lets it in afterwards", async () => {
    await heldBy("busy", "elsewhere_7_1");
    await assert.rejects(
      takeLease(plane.kubeconfig, "busy"),
      /^UsageError: Stack busy is being rehearsed on this cluster by process 7 on elsewhere; run the same command again/,
    );
    const other = await takeLease(plane.kubeconfig, "other");
    await other.release();
    await assert.rejects(leases.readNamespacedLease({ name: "rootstock-rehearsal.other", namespace }), /404/);
  });

  it("takes over from a process of this machine that died, and from a host that gave no sign of life", async () => {
    const gone = spawn("true");
    await new Promise((done) => gone.once("close", done));
    await heldBy("died", `${hostname()}_${String(gone.pid)}_1`);
    await heldBy("silent", "elsewhere_7_1", 61);
    for (const stack of ["died", "silent"]) {
      const lease = await takeLease(plane.kubeconfig, stack);
      const { spec } = await leases.readNamespacedLease({ name: `rootstock-rehearsal.${stack}`, namespace });
      assert.match(spec?.holderIdentity ?? "", new RegExp(`^${hostname()}_${String(process.pid)}_`));
      await lease.release();
    }
  });

  it("unlocks a release that a killed helm left pending", async () => {
    const cluster = new ClusterObjects(plane.kubeconfig);
    const helm = new Helm(plane.environment);
    const place: ObjectReference = { apiVersion: "v1", kind: "Namespace", metadata: { name: "records" } };
    await cluster.apply(place);
    const request = {
      release: "metrics-server",
      namespace: "records",
      chart: "metrics-server",
      timeoutSeconds: 60,
      values: {},
    };
    const states = async (): Promise<readonly (string | undefined)[]> =>
      (await cluster.list({ apiVersion: "v1", kind: "Secret" }, "records", "owner=helm")).map(
        ({ metadata }) => metadata?.labels?.["status"],
      );
    const dying = helm.install(request, "stand-in").catch(() => undefined);
    while (!(await states()).includes("pending-install")) await new Promise((done) => setTimeout(done, 20));
    assert.equal(await killHelm(), 1);
    await dying;
    assert.deepEqual(await states(), ["pending-install"]);
    await assert.rejects(helm.install(request, "stand-in"), /another operation .* is in progress/);
    await installRelease(helm, cluster, request, "stand-in");
    assert.deepEqual(await states(), ["deployed"]);
  });

  it("says what to do where etcd's quota is used up, and goes on once that is done", async () => {
    const cluster = new ClusterObjects(plane.kubeconfig);
    const helm = new Helm(plane.environment);
    const place: ObjectReference = { apiVersion: "v1", kind: "Namespace", metadata: { name: "full" } };
    const request = { release: "metrics-server", namespace: "default", chart: "metrics-server", timeoutSeconds: 60 };
    await limitEtcd(plane);
    await useUpEtcd(plane);
    const [applied, installed] = await Promise.allSettled([
      cluster.apply(place),
      helm.install({ ...request, values: {} }, "stand-in"),
    ]);
    const advice =
      /space exceeded\. Make room in the cluster's etcd \(compact and defragment it, disarm its NOSPACE alarm\)/;
    assert.match(
      String(applied.status === "rejected" && applied.reason),
      /^UsageError: The cluster's store is full, so /,
    );
    assert.match(String(applied.status === "rejected" && applied.reason), advice);
    assert.match(String(installed.status === "rejected" && installed.reason), advice);
    await makeRoom(plane);
    await cluster.apply(place);
    assert.equal((await cluster.read(place))?.metadata?.name, "full");
  });
});
