import * as compute from "@pulumi/gcp/compute";
import * as redis from "@pulumi/gcp/redis";
import * as servicenetworking from "@pulumi/gcp/servicenetworking";
import * as sql from "@pulumi/gcp/sql";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { GoogleNetwork } from "../../cluster/network";
import { type StoreConnection, usualPorts } from "./connection";
import type { PostgresStore, RedisStore } from "./contract";
import { googleDatabaseSizes, sizeFor, wholeGibibytes } from "./managed-sizes";
import type { ManagedStore, ManagedStoreArgs, StoreProvisioner } from "./provisioner";

/** Port on which Memorystore answers with TLS. */
const cachePort = 6378;

interface Peering {
  readonly range: compute.GlobalAddress;
  readonly connection: servicenetworking.Connection;
}

/** Memorystore and Cloud SQL on private addresses that are peered with the cluster's network. */
export class GoogleStores implements StoreProvisioner {
  #peering: Peering | undefined;

  /** @param provider the project's, as the cluster's own */
  constructor(
    private readonly network: GoogleNetwork,
    private readonly provider: pulumi.ProviderResource,
  ) {}

  provision(name: string, args: ManagedStoreArgs, parent: pulumi.Resource): ManagedStore {
    const { store } = args;
    const child = { parent, provider: this.provider };
    const peering = this.#peer(args.application, child);
    const connection =
      store.kind === "redis"
        ? this.#cache(name, store, args, peering, child)
        : this.#database(name, store, args, peering, child);
    return {
      connection,
      cidrs: [pulumi.interpolate`${peering.range.address}/${String(peeredPrefix)}`],
      port: store.kind === "redis" ? cachePort : usualPorts.postgres,
    };
  }

  /** The network's one peering with Google's services; another system on the cluster extends the same. */
  #peer(application: string, child: pulumi.CustomResourceOptions): Peering {
    if (this.#peering === undefined) {
      const { networkId } = this.network;
      const range = new compute.GlobalAddress(
        `${application}-services`,
        { purpose: "VPC_PEERING", addressType: "INTERNAL", prefixLength: peeredPrefix, network: networkId },
        child,
      );
      const connection = new servicenetworking.Connection(
        `${application}-services`,
        {
          network: networkId,
          service: "servicenetworking.googleapis.com",
          reservedPeeringRanges: [range.name],
          updateOnCreationFail: true,
        },
        child,
      );
      this.#peering = { range, connection };
    }
    return this.#peering;
  }

  #cache(
    name: string,
    store: RedisStore,
    { application, protectData }: ManagedStoreArgs,
    { range, connection }: Peering,
    child: pulumi.CustomResourceOptions,
  ): pulumi.Output<StoreConnection> {
    const cache = new redis.Instance(
      name,
      {
        displayName: `${application}: ${name}`,
        region: this.network.region,
        redisVersion: "REDIS_7_2",
        memorySizeGb: Math.max(Math.ceil((store.maxMemoryMebibytes ?? 192) / 1024), 1),
        tier: protectData ? "STANDARD_HA" : "BASIC",
        authorizedNetwork: this.network.networkId,
        connectMode: "PRIVATE_SERVICE_ACCESS",
        reservedIpRange: range.name,
        authEnabled: true,
        transitEncryptionMode: "SERVER_AUTHENTICATION",
        persistenceConfig: { persistenceMode: "RDB", rdbSnapshotPeriod: "TWELVE_HOURS" },
        deletionProtection: protectData,
        labels: { "managed-by": "rootstock" },
      },
      { ...child, protect: protectData, dependsOn: [connection] },
    );
    return pulumi.all([cache.host, cache.authString]).apply(
      ([host, password]): StoreConnection => ({
        kind: "redis",
        host,
        port: cachePort,
        database: "0",
        user: "",
        password,
        tls: true,
      }),
    );
  }

  #database(
    name: string,
    store: PostgresStore,
    { protectData }: ManagedStoreArgs,
    { connection }: Peering,
    child: pulumi.CustomResourceOptions,
  ): pulumi.Output<StoreConnection> {
    const { database, instances, size, version } = store;
    const password = new random.RandomPassword(
      `${name}-password`,
      { length: 48, special: false },
      child.parent === undefined ? {} : { parent: child.parent },
    ).result;
    const server = new sql.DatabaseInstance(
      name,
      {
        region: this.network.region,
        databaseVersion: `POSTGRES_${String(version)}`,
        deletionProtection: protectData,
        settings: {
          tier: sizeFor(store, googleDatabaseSizes),
          edition: "ENTERPRISE",
          availabilityType: instances > 1 ? "REGIONAL" : "ZONAL",
          diskSize: wholeGibibytes(size, 10),
          diskType: "PD_SSD",
          diskAutoresize: true,
          deletionProtectionEnabled: protectData,
          ipConfiguration: {
            ipv4Enabled: false,
            privateNetwork: this.network.networkId,
            sslMode: "ENCRYPTED_ONLY",
          },
          backupConfiguration: {
            enabled: true,
            pointInTimeRecoveryEnabled: true,
            backupRetentionSettings: { retainedBackups: protectData ? 30 : 7 },
          },
          userLabels: { "managed-by": "rootstock" },
        },
      },
      { ...child, protect: protectData, dependsOn: [connection] },
    );
    new sql.Database(name, { instance: server.name, name: database }, { ...child, protect: protectData });
    new sql.User(name, { instance: server.name, name: database, password }, child);
    return pulumi.all([server.privateIpAddress, password]).apply(
      ([host, value]): StoreConnection => ({
        kind: "postgres",
        host,
        port: usualPorts.postgres,
        database,
        user: database,
        password: value,
        tls: true,
      }),
    );
  }
}

/** Addresses that Google's services get: /20 holds some sixteen regions' worth of databases. */
const peeredPrefix = 20;
