import assert from "node:assert/strict";
import { claimName, claimSpec, type StorageClasses, storageClassOf } from "../../../components/application/claims";
import type { NodePool } from "../../../components/cluster/contract";
import { UsageError } from "../../../components/errors";
import { job, service, store } from "../../support/applications";

const shape = {
  cpu: "2",
  memory: "4Gi",
  ephemeralStorage: "50Gi",
  allocatable: { cpu: "1", memory: "1Gi", pods: 110 },
};
const pool = (max: number): NodePool => ({
  name: "p",
  size: "s",
  shape,
  min: 1,
  max,
  zones: [],
  region: "",
  labels: {},
});
const plain: StorageClasses = { storageClass: "slow", nodePools: [] };
const shared: StorageClasses = { ...plain, sharedStorageClass: "nfs-client" };
const storage = { mountPath: "/data", size: "20Gi" } as const;
const claimOf = (workload: Parameters<typeof claimSpec>[1], cluster: StorageClasses) => {
  const { accessModes, storageClassName } = claimSpec("web", workload, storage, cluster);
  return [accessModes, storageClassName];
};

describe("the claim of a workload's volume", () => {
  it("is for one node where one pod mounts it, by whatever class", () => {
    for (const workload of [service({ scale: 1 }), service({ scale: { min: 1, max: 1, cpuPercent: 50 } }), job()]) {
      assert.deepEqual(claimOf(workload, plain), [["ReadWriteOnce"], "slow"]);
      assert.deepEqual(claimOf(workload, shared), [["ReadWriteOnce"], "slow"]);
    }
  });

  it("is for many nodes where more than one pod may mount it", () => {
    for (const workload of [service({ scale: 2 }), service({ scale: { min: 1, max: 2, cpuPercent: 50 } })])
      assert.deepEqual(claimOf(workload, shared), [["ReadWriteMany"], "nfs-client"]);
  });

  it("needs no class for many nodes where there is one node and never another", () => {
    const many = service({ scale: 3 });
    assert.deepEqual(claimOf(many, { ...plain, nodePools: [pool(1)] }), [["ReadWriteOnce"], "slow"]);
    const sentence = new UsageError(
      "Workload web has one volume for up to 3 pods, and this cluster has no class of volumes that many nodes can mount: set cluster.sharedStorageClass (of kind kubeconfig, such as nfs-client), scale it to 1, or keep its data in a store.",
    );
    for (const nodePools of [[], [pool(2)], [pool(1), pool(1)]])
      assert.throws(() => claimOf(many, { ...plain, nodePools }), sentence);
  });

  it("is of the fast class where latency counts, if the cluster has one", () => {
    assert.equal(storageClassOf({ class: "fast" }, { ...plain, fastStorageClass: "ssd" }), "ssd");
    assert.equal(storageClassOf({ class: "fast" }, plain), "slow");
    assert.equal(storageClassOf({ class: "standard" }, { ...plain, fastStorageClass: "ssd" }), "slow");
    assert.equal(storageClassOf({}, { ...plain, fastStorageClass: "ssd" }), "slow");
  });

  it("is named for the workload, or as a StatefulSet names that of its first pod", () => {
    assert.deepEqual(
      [claimName("db", store()), claimName("web", service()), claimName("backup", job())],
      ["data-db-0", "web", "backup"],
    );
  });
});
