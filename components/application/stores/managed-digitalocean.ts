import * as digitalocean from "@pulumi/digitalocean";
import * as pulumi from "@pulumi/pulumi";
import type { DigitalOceanNetwork } from "../../cluster/network";
import type { StoreConnection } from "./connection";
import { digitalOceanSizes, sizeFor, wholeGibibytes } from "./managed-sizes";
import type { ManagedStore, ManagedStoreArgs, StoreProvisioner } from "./provisioner";

/** Ports of DigitalOcean's databases: Valkey's and PostgreSQL's. */
const ports = { redis: 25061, postgres: 25060 } as const;

/**
 * DigitalOcean's databases in the cluster's VPC, for the cluster alone: Valkey (which took Redis's place there, and
 * speaks its protocol) and PostgreSQL. They are encrypted, and PostgreSQL is backed up every day for a week, by itself.
 */
export class DigitalOceanStores implements StoreProvisioner {
  constructor(private readonly network: DigitalOceanNetwork) {}

  provision(
    name: string,
    { store, application, protectData }: ManagedStoreArgs,
    parent: pulumi.Resource,
  ): ManagedStore {
    const child = { parent };
    const { kind } = store;
    const cluster = new digitalocean.DatabaseCluster(
      name,
      {
        name: `${application}-${name}`,
        region: this.network.region,
        engine: kind === "redis" ? "valkey" : "pg",
        version: kind === "redis" ? "8" : String(store.version),
        size: sizeFor(store, digitalOceanSizes),
        nodeCount: kind === "redis" ? (protectData ? 2 : 1) : store.instances,
        privateNetworkUuid: this.network.vpcId,
        ...(kind === "redis"
          ? { evictionPolicy: "noeviction" }
          : { storageSizeMib: String(wholeGibibytes(store.size, 10) * 1024) }),
        tags: ["managed-by:rootstock"],
      },
      { ...child, protect: protectData },
    );
    new digitalocean.DatabaseFirewall(
      name,
      { clusterId: cluster.id, rules: [{ type: "k8s", value: this.network.clusterId }] },
      child,
    );
    const owned = kind === "redis" ? undefined : this.#owned(name, store.database, cluster, protectData, child);
    const connection = pulumi
      .all([
        cluster.privateHost,
        cluster.port,
        owned?.database ?? "0",
        owned?.user ?? cluster.user,
        owned?.password ?? cluster.password,
      ])
      .apply(
        ([host, port, database, user, password]): StoreConnection => ({
          kind,
          host,
          port,
          database,
          user,
          password,
          tls: true,
        }),
      );
    return { connection, cidrs: [this.network.cidr], port: ports[kind] };
  }

  #owned(
    name: string,
    database: string,
    cluster: digitalocean.DatabaseCluster,
    protectData: boolean,
    child: pulumi.CustomResourceOptions,
  ): {
    readonly database: pulumi.Output<string>;
    readonly user: pulumi.Output<string>;
    readonly password: pulumi.Output<string>;
  } {
    const made = new digitalocean.DatabaseDb(
      name,
      { clusterId: cluster.id, name: database },
      { ...child, protect: protectData },
    );
    // The administrator: another user could make nothing in the schema "public" of a database that it doesn't own.
    return { database: made.name, user: cluster.user, password: cluster.password };
  }
}
