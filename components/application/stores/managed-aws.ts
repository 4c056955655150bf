import * as ec2 from "@pulumi/aws/ec2";
import * as elasticache from "@pulumi/aws/elasticache";
import * as rds from "@pulumi/aws/rds";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { AwsNetwork } from "../../cluster/network";
import { type StoreConnection, usualPorts } from "./connection";
import type { PostgresStore, RedisStore } from "./contract";
import { awsCacheSizes, awsDatabaseSizes, sizeFor, wholeGibibytes } from "./managed-sizes";
import type { ManagedStore, ManagedStoreArgs, StoreProvisioner } from "./provisioner";

/** ElastiCache and RDS in the cluster's private subnets, for its nodes alone. */
export class AwsStores implements StoreProvisioner {
  /** @param provider the region's, as the cluster's own */
  constructor(
    private readonly network: AwsNetwork,
    private readonly provider: pulumi.ProviderResource,
  ) {}

  provision(name: string, args: ManagedStoreArgs, parent: pulumi.Resource): ManagedStore {
    const { store } = args;
    const child = { parent, provider: this.provider };
    const group = this.#securityGroup(name, usualPorts[store.kind], child);
    // Letters and digits alone: AWS refuses some other characters.
    const password = new random.RandomPassword(`${name}-password`, { length: 48, special: false }, { parent }).result;
    const connection =
      store.kind === "redis"
        ? this.#cache(name, store, args, group, password, child)
        : this.#database(name, store, args, group, password, child);
    return { connection, cidrs: [this.network.cidr], port: usualPorts[store.kind] };
  }

  #securityGroup(name: string, port: number, child: pulumi.CustomResourceOptions): ec2.SecurityGroup {
    return new ec2.SecurityGroup(
      name,
      {
        description: `Store ${name}: reached from the cluster's nodes`,
        vpcId: this.network.vpcId,
        ingress: [{ protocol: "tcp", fromPort: port, toPort: port, securityGroups: [this.network.nodeSecurityGroup] }],
      },
      child,
    );
  }

  #cache(
    name: string,
    store: RedisStore,
    { application, protectData }: ManagedStoreArgs,
    group: ec2.SecurityGroup,
    password: pulumi.Output<string>,
    child: pulumi.CustomResourceOptions,
  ): pulumi.Output<StoreConnection> {
    const subnets = new elasticache.SubnetGroup(name, { subnetIds: [...this.network.privateSubnetIds] }, child);
    const cache = new elasticache.ReplicationGroup(
      name,
      {
        description: `${application}: ${name}`,
        engine: "redis",
        engineVersion: "7.1",
        nodeType: sizeFor(store, awsCacheSizes),
        port: usualPorts.redis,
        numCacheClusters: protectData ? 2 : 1,
        automaticFailoverEnabled: protectData,
        multiAzEnabled: protectData,
        subnetGroupName: subnets.name,
        securityGroupIds: [group.id],
        atRestEncryptionEnabled: true,
        transitEncryptionEnabled: true,
        authToken: password,
        snapshotRetentionLimit: protectData ? 7 : 1,
        autoMinorVersionUpgrade: true,
      },
      { ...child, protect: protectData },
    );
    return pulumi.all([cache.primaryEndpointAddress, password]).apply(
      ([host, value]): StoreConnection => ({
        kind: "redis",
        host,
        port: usualPorts.redis,
        database: "0",
        user: "",
        password: value,
        tls: true,
      }),
    );
  }

  #database(
    name: string,
    store: PostgresStore,
    { application, protectData }: ManagedStoreArgs,
    group: ec2.SecurityGroup,
    password: pulumi.Output<string>,
    child: pulumi.CustomResourceOptions,
  ): pulumi.Output<StoreConnection> {
    const { database: dbName, instances, size, version } = store;
    const subnets = new rds.SubnetGroup(name, { subnetIds: [...this.network.privateSubnetIds] }, child);
    const database = new rds.Instance(
      name,
      {
        engine: "postgres",
        engineVersion: String(version),
        instanceClass: sizeFor(store, awsDatabaseSizes),
        allocatedStorage: wholeGibibytes(size, 20),
        storageType: "gp3",
        storageEncrypted: true,
        dbName,
        username: dbName,
        password,
        port: usualPorts.postgres,
        multiAz: instances > 1,
        publiclyAccessible: false,
        dbSubnetGroupName: subnets.name,
        vpcSecurityGroupIds: [group.id],
        backupRetentionPeriod: protectData ? 30 : 7,
        copyTagsToSnapshot: true,
        autoMinorVersionUpgrade: true,
        deletionProtection: protectData,
        skipFinalSnapshot: !protectData,
        ...(protectData ? { finalSnapshotIdentifier: `${application}-${name}-final` } : {}),
      },
      { ...child, protect: protectData },
    );
    return pulumi.all([database.address, password]).apply(
      ([host, value]): StoreConnection => ({
        kind: "postgres",
        host,
        port: usualPorts.postgres,
        database: dbName,
        user: dbName,
        password: value,
        tls: true,
      }),
    );
  }
}
