import { parseQuantity } from "../../quantities";
import type { PostgresStore, RedisStore } from "./contract";

/** A machine that a cloud offers for stores, by its own name. */
export interface StoreSize {
  readonly name: string;
  readonly cpu: number;
  /** Memory of the machine, in GiB. */
  readonly memory: number;
}

/** A cloud's machines for stores, the smallest first. */
export type StoreSizes = readonly [StoreSize, ...StoreSize[]];

/** Machines of RDS. @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html */
export const awsDatabaseSizes: StoreSizes = [
  { name: "db.t4g.micro", cpu: 2, memory: 1 },
  { name: "db.t4g.small", cpu: 2, memory: 2 },
  { name: "db.t4g.medium", cpu: 2, memory: 4 },
  { name: "db.m7g.large", cpu: 2, memory: 8 },
  { name: "db.m7g.xlarge", cpu: 4, memory: 16 },
  { name: "db.m7g.2xlarge", cpu: 8, memory: 32 },
];

/** Machines of ElastiCache. @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html */
export const awsCacheSizes: StoreSizes = [
  { name: "cache.t4g.micro", cpu: 2, memory: 0.5 },
  { name: "cache.t4g.small", cpu: 2, memory: 1.37 },
  { name: "cache.t4g.medium", cpu: 2, memory: 3.09 },
  { name: "cache.m7g.large", cpu: 2, memory: 6.38 },
  { name: "cache.m7g.xlarge", cpu: 4, memory: 12.93 },
];

/** Machines of Cloud SQL. @see https://docs.cloud.google.com/sql/docs/postgres/machine-series-overview */
export const googleDatabaseSizes: StoreSizes = [
  { name: "db-custom-1-3840", cpu: 1, memory: 3.75 },
  { name: "db-custom-2-7680", cpu: 2, memory: 7.5 },
  { name: "db-custom-4-15360", cpu: 4, memory: 15 },
  { name: "db-custom-8-30720", cpu: 8, memory: 30 },
];

/** Machines of DigitalOcean's databases. @see https://docs.digitalocean.com/products/databases/postgresql/details/pricing/ */
export const digitalOceanSizes: StoreSizes = [
  { name: "db-s-1vcpu-1gb", cpu: 1, memory: 1 },
  { name: "db-s-1vcpu-2gb", cpu: 1, memory: 2 },
  { name: "db-s-2vcpu-4gb", cpu: 2, memory: 4 },
  { name: "db-s-4vcpu-8gb", cpu: 4, memory: 8 },
  { name: "db-s-6vcpu-16gb", cpu: 6, memory: 16 },
];

const gibibyte = 1024 ** 3;

/** CPU and memory that a store asks for; a managed machine has at least as much. */
function asked(store: PostgresStore | RedisStore): { readonly cpu: number; readonly memory: number } {
  if (store.kind === "redis") return { cpu: 0, memory: ((store.maxMemoryMebibytes ?? 192) * 4) / 3 / 1024 };
  const { cpu, memory } = store.resources;
  return { cpu: parseQuantity(cpu.limit), memory: parseQuantity(memory.limit) / gibibyte };
}

/** The smallest of a cloud's machines, which are in order, that holds a store; the largest if none does. */
export function sizeFor(store: PostgresStore | RedisStore, sizes: StoreSizes): string {
  const { cpu, memory } = asked(store);
  const [smallest] = sizes;
  return (sizes.find((size) => size.cpu >= cpu && size.memory >= memory) ?? sizes.at(-1) ?? smallest).name;
}

/** A volume's size in whole GiB, at least `least`. */
export function wholeGibibytes(size: string, least: number): number {
  return Math.max(Math.ceil(parseQuantity(size) / gibibyte), least);
}
