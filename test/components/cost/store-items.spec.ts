import assert from "node:assert/strict";
import type { Application } from "../../../components/application/contract";
import type { PostgresStore, RedisStore } from "../../../components/application/stores/contract";
import {
  awsCacheSizes,
  awsDatabaseSizes,
  digitalOceanSizes,
  googleDatabaseSizes,
} from "../../../components/application/stores/managed-sizes";
import type { Cloud } from "../../../components/cluster/node-shapes";
import { monthlyCost } from "../../../components/cost/monthly-cost";
import { storeItems } from "../../../components/cost/store-items";

const cache: RedisStore = { kind: "redis", place: "managed", image: "redis:7", size: "1Gi" };
const database: PostgresStore = {
  kind: "postgres",
  place: "managed",
  version: 16,
  database: "shop",
  instances: 2,
  size: "20Gi",
  image: "postgres:16",
  toolsImage: "postgres:16",
  resources: { cpu: { request: "250m", limit: "1" }, memory: { request: "512Mi", limit: "2Gi" } },
};

function costs(stores: Required<Application>["stores"], cloud: Cloud, protectData: boolean): readonly string[] {
  const application: Application = { name: "shop", namespace: "shop", workloads: {}, stores };
  return monthlyCost(storeItems(application, cloud, protectData)).items.map(
    ({ what, minimum }) => `${what} ${minimum.toFixed(2)}`,
  );
}

describe("what managed stores cost", () => {
  it("follows the machines that they are made on", () => {
    assert.deepEqual(costs({ cache, database }, "eks", true), [
      "cache: cache.t4g.micro 23.36",
      "database: db.t4g.small 46.72",
      "database: GiB of storage 4.60",
    ]);
    assert.deepEqual(costs({ cache, database }, "gke", true), [
      "cache: GiB of Memorystore 93.44",
      "database: db-custom-1-3840 98.62",
      "database: GiB of storage 6.80",
    ]);
    assert.deepEqual(costs({ cache, database }, "doks", true), [
      "cache: db-s-1vcpu-1gb 30.00",
      "database: db-s-1vcpu-2gb 60.00",
    ]);
  });

  it("is less where nothing is doubled", () => {
    const single = { ...database, instances: 1 };
    assert.deepEqual(costs({ cache, database: single }, "eks", false), [
      "cache: cache.t4g.micro 11.68",
      "database: db.t4g.small 23.36",
      "database: GiB of storage 2.30",
    ]);
    assert.deepEqual(costs({ cache }, "gke", false), ["cache: GiB of Memorystore 35.77"]);
  });

  it("is nothing for stores in the cluster, which cost a volume, and for somebody else's", () => {
    assert.deepEqual(costs({ cache: { ...cache, place: "cluster" } }, "gke", true), []);
    assert.deepEqual(costs({ database: { ...database, place: "external" } }, "gke", true), []);
  });

  it("is known of every machine that a cloud has for them", () => {
    const ofSize = (cloud: Cloud, store: PostgresStore | RedisStore) => costs({ store }, cloud, false)[0] ?? "";
    for (const [cloud, sizes] of [
      ["eks", awsDatabaseSizes],
      ["gke", googleDatabaseSizes],
      ["doks", digitalOceanSizes],
    ] as const) {
      for (const { name, cpu, memory } of sizes) {
        const resources = {
          cpu: { request: "1", limit: `${cpu}` },
          memory: { request: "1Gi", limit: `${memory}Gi` },
        } as const;
        assert.match(ofSize(cloud, { ...database, resources }), new RegExp(`^store: ${name} [1-9]`));
      }
    }
    for (const { name, memory } of awsCacheSizes) {
      const store = { ...cache, maxMemoryMebibytes: Math.floor(memory * 768) };
      assert.match(ofSize("eks", store), new RegExp(`^store: ${name} [1-9]`));
    }
  });
});
