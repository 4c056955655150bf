import * as ec2 from "@pulumi/aws/ec2";
import * as elasticache from "@pulumi/aws/elasticache";
import * as rds from "@pulumi/aws/rds";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { AwsNetwork } from "../../cluster/network";
import { type StoreConnection, usualPorts } from "./connection";
import type { PostgresStore, RedisStore } from "./contract";
import { type StoreSize, sizeFor, wholeGibibytes } from "./managed-sizes";
import type { ManagedStore, ManagedStoreArgs, StoreProvisioner } from "./provisioner";

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html */
const databaseSizes: readonly [StoreSize, ...StoreSize[]] = [
  { name: "db.t4g.micro", cpu: 2, memory: 1 },
  { name: "db.t4g.small", cpu: 2, memory: 2 },
  { name: "db.t4g.medium", cpu: 2, memory: 4 },
  { name: "db.m7g.large", cpu: 2, memory: 8 },
  { name: "db.m7g.xlarge", cpu: 4, memory: 16 },
  { name: "db.m7g.2xlarge", cpu: 8, memory: 32 },
];

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html */
const cacheSizes: readonly [StoreSize, ...StoreSize[]] = [
  { name: "cache.t4g.micro", cpu: 2, memory: 0.5 },
  { name: "cache.t4g.small", cpu: 2, memory: 1.37 },
  { name: "cache.t4g.medium", cpu: 2, memory: 3.09 },
  { name: "cache.m7g.large", cpu: 2, memory: 6.38 },
  { name: "cache.m7g.xlarge", cpu: 4, memory: 12.93 },
];

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
        nodeType: sizeFor(store, cacheSizes),
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
        instanceClass: sizeFor(store, databaseSizes),
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
