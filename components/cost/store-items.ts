import type { Application } from "../application/contract";
import type { PostgresStore, RedisStore, Store } from "../application/stores/contract";
import {
  awsCacheSizes,
  awsDatabaseSizes,
  digitalOceanSizes,
  googleDatabaseSizes,
  sizeFor,
  wholeGibibytes,
} from "../application/stores/managed-sizes";
import type { Cloud } from "../cluster/node-shapes";
import { type CostItem, costItem, perMonth, unpriced } from "./monthly-cost";

/**
 * USD per hour of machines for stores, in one zone; us-east-1.
 *
 * @see https://aws.amazon.com/rds/postgresql/pricing/
 * @see https://aws.amazon.com/elasticache/pricing/ (Redis OSS)
 */
const awsHourly: Readonly<Record<string, number>> = {
  "db.t4g.micro": 0.016,
  "db.t4g.small": 0.032,
  "db.t4g.medium": 0.065,
  "db.m7g.large": 0.168,
  "db.m7g.xlarge": 0.337,
  "db.m7g.2xlarge": 0.674,
  "cache.t4g.micro": 0.016,
  "cache.t4g.small": 0.032,
  "cache.t4g.medium": 0.065,
  "cache.m7g.large": 0.158,
  "cache.m7g.xlarge": 0.315,
};

/** USD per month of a GiB of RDS's storage, in one zone. */
const awsStorage = 0.115;

/**
 * USD per hour of a vCPU and a GiB of Cloud SQL (Enterprise), and per month of a GiB of its SSD, in one zone; of a GiB
 * of Memorystore's smallest capacities, alone and with a replica; us-central1.
 *
 * @see https://cloud.google.com/sql/pricing
 * @see https://cloud.google.com/memorystore/docs/redis/pricing
 */
const google = { cpu: 0.0413, memory: 0.007, storage: 0.17, cache: 0.049, replicatedCache: 0.064 } as const;

/**
 * USD per month of one node with the least storage of its size, in whole dollars.
 *
 * @see https://docs.digitalocean.com/products/databases/postgresql/details/pricing/
 */
const digitalOcean: Readonly<Record<string, number>> = {
  "db-s-1vcpu-1gb": 15,
  "db-s-1vcpu-2gb": 30,
  "db-s-2vcpu-4gb": 60,
  "db-s-4vcpu-8gb": 120,
  "db-s-6vcpu-16gb": 240,
};

function machine(name: string, size: string, price: number | undefined, count: number): CostItem {
  return price === undefined
    ? unpriced(`${name}: ${size}, whose price isn't known here`)
    : costItem(`${name}: ${size}`, price, count);
}

function awsHours(size: string): number | undefined {
  const hourly = awsHourly[size];
  return hourly === undefined ? undefined : perMonth(hourly);
}

function redisItems(name: string, store: RedisStore, cloud: Cloud, protectData: boolean): readonly CostItem[] {
  const nodes = protectData ? 2 : 1;
  switch (cloud) {
    case "doks": {
      const size = sizeFor(store, digitalOceanSizes);
      return [machine(name, size, digitalOcean[size], nodes)];
    }
    case "eks": {
      const size = sizeFor(store, awsCacheSizes);
      return [machine(name, size, awsHours(size), nodes)];
    }
    case "gke": {
      const gibibytes = Math.max(Math.ceil((store.maxMemoryMebibytes ?? 192) / 1024), 1);
      const hourly = protectData ? google.replicatedCache : google.cache;
      return [costItem(`${name}: GiB of Memorystore`, perMonth(hourly), gibibytes * nodes)];
    }
  }
}

function postgresItems(name: string, store: PostgresStore, cloud: Cloud): readonly CostItem[] {
  const zones = store.instances > 1 ? 2 : 1;
  switch (cloud) {
    case "doks": {
      const size = sizeFor(store, digitalOceanSizes);
      return [machine(name, size, digitalOcean[size], store.instances)];
    }
    case "eks": {
      const size = sizeFor(store, awsDatabaseSizes);
      return [
        machine(name, size, awsHours(size), zones),
        costItem(`${name}: GiB of storage`, awsStorage, wholeGibibytes(store.size, 20) * zones),
      ];
    }
    case "gke": {
      const size = sizeFor(store, googleDatabaseSizes);
      const facts = googleDatabaseSizes.find((known) => known.name === size);
      const price = facts === undefined ? undefined : perMonth(google.cpu * facts.cpu + google.memory * facts.memory);
      return [
        machine(name, size, price, zones),
        costItem(`${name}: GiB of storage`, google.storage, wholeGibibytes(store.size, 10) * zones),
      ];
    }
  }
}

function itemsOf(name: string, store: Store, cloud: Cloud, protectData: boolean): readonly CostItem[] {
  return store.kind === "redis" ? redisItems(name, store, cloud, protectData) : postgresItems(name, store, cloud);
}

/**
 * What the stores cost that a cloud runs.
 *
 * @param protectData whether they are made to survive a machine, as in production
 */
export function storeItems({ stores = {} }: Application, cloud: Cloud, protectData: boolean): readonly CostItem[] {
  return Object.entries(stores).flatMap(([name, store]) =>
    store.place === "managed" ? itemsOf(name, store, cloud, protectData) : [],
  );
}
