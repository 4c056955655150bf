import type { Bytes } from "../../quantities";
import type { Resources } from "../workload-contract";

/**
 * Where a store lives:
 * - `cluster`: in the application's namespace, on a volume;
 * - `managed`: a service of the cluster's cloud (ElastiCache or RDS, Memorystore or Cloud SQL, DigitalOcean's own);
 * - `external`: somebody else's; its address is a supplied secret `<NAME>_URL`.
 */
export type StorePlace = "cluster" | "managed" | "external";

/** A Redis. */
export interface RedisStore {
  readonly kind: "redis";
  readonly place: StorePlace;
  /** Image in the cluster, in full. */
  readonly image: string;
  /** Volume of the append-only file, in the cluster. */
  readonly size: Bytes;
  /** Memory for data, in MiB; the container's limit is a third more. @default 192 */
  readonly maxMemoryMebibytes?: number;
  /** Requests and limits of the container in the cluster. @default 50m to 250m CPU, memory by `maxMemoryMebibytes` */
  readonly resources?: Resources;
}

/** Nightly dumps of a PostgreSQL, verified, pruned, and restored by a command. */
export interface DatabaseBackups {
  /** Cron expression, in UTC. @default 0 2 * * * */
  readonly schedule?: string;
  /** Days that a dump is kept. @default 30 */
  readonly keepDays?: number;
  /** Volume of the dumps. */
  readonly size: Bytes;
}

/** A PostgreSQL. */
export interface PostgresStore {
  readonly kind: "postgres";
  readonly place: StorePlace;
  /** Major version, e.g. `16`. */
  readonly version: number;
  /** Name of the database, and of the role that owns it. */
  readonly database: string;
  /** Instances: 1, or 3 with failover. */
  readonly instances: number;
  /** Volume of each instance. */
  readonly size: Bytes;
  /** Image of the server in the cluster, in full. */
  readonly image: string;
  /** Image that has psql, pg_dump and pg_isready, for waiting, backups and restores, in full. */
  readonly toolsImage: string;
  readonly resources: Resources;
  /** @default none */
  readonly backups?: DatabaseBackups;
}

/** A database or a cache; a workload sees only a connection: `connectsTo` its name, and a secret made by `connection`. */
export type Store = RedisStore | PostgresStore;
