import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Application } from "../../../../components/application/contract";
import { connection } from "../../../../components/application/secrets";
import type { ClusterNetwork } from "../../../../components/cluster/network";
import { storeProvisioner, unmanagedStores } from "../../../../stacks/stores";
import { application, service, smallResources } from "../../../support/applications";
import { deployTo } from "../../../support/deploy";
import type { Recording } from "../../../support/recording";

const shop: Application = application({
  workloads: { web: service({ secrets: ["CACHE_URL", "DATABASE_URL"], connectsTo: ["cache", "database"] }) },
  stores: {
    cache: { kind: "redis", place: "managed", image: "redis:7", size: "2Gi" },
    database: {
      kind: "postgres",
      place: "managed",
      version: 16,
      database: "shop",
      instances: 3,
      size: "10Gi",
      image: "postgresql:16",
      toolsImage: "postgres:16",
      resources: { ...smallResources, memory: { request: "1Gi", limit: "3Gi" } },
    },
  },
  secrets: { CACHE_URL: connection("cache"), DATABASE_URL: connection("database") },
});

const networks = {
  aws: {
    cloud: "aws",
    region: "eu-west-1",
    vpcId: "vpc-1",
    cidr: "10.8.0.0/16",
    privateSubnetIds: ["subnet-a", "subnet-b"],
    nodeSecurityGroup: pulumi.output("sg-nodes"),
  },
  google: { cloud: "google", region: "europe-west1", project: "acme", networkId: "projects/acme/global/networks/n" },
  digitalocean: {
    cloud: "digitalocean",
    region: "fra1",
    vpcId: "vpc-2",
    cidr: pulumi.output("10.9.0.0/20"),
    clusterId: "doks-1",
  },
} as const satisfies Readonly<Record<string, ClusterNetwork>>;

function make(cloud: keyof typeof networks, protectData: boolean): Promise<Recording> {
  const network = networks[cloud];
  return deployTo(shop, { protectData }, () => storeProvisioner(shop, { network }));
}

function waysOut(made: Recording): unknown {
  return (made.input("NetworkPolicy", "web", "spec", "egress") as readonly unknown[]).slice(1);
}

function way(cidr: string, port: number): unknown {
  return { to: [{ ipBlock: { cidr } }], ports: [{ protocol: "TCP", port }] };
}

describe("stores that AWS runs", () => {
  let made: Recording;
  before(async () => {
    made = await make("aws", true);
  });

  it("are a cache with TLS and a password, on two machines, in private subnets", () => {
    const cache = made.inputs("ReplicationGroup", "cache");
    assert.equal(cache["transitEncryptionEnabled"], true);
    assert.equal(cache["atRestEncryptionEnabled"], true);
    assert.match(String(cache["authToken"]), /^\w{48}$/);
    assert.deepEqual(
      [cache["nodeType"], cache["numCacheClusters"], cache["automaticFailoverEnabled"]],
      ["cache.t4g.micro", 2, true],
    );
    assert.equal(cache["snapshotRetentionLimit"], 7);
    assert.deepEqual(made.input("SubnetGroup", "cache", "subnetIds") ?? [], ["subnet-a", "subnet-b"]);
  });

  it("are a database that is encrypted, private, backed up and kept", () => {
    const database = made.inputs("Instance", "database");
    assert.deepEqual(
      ["storageEncrypted", "publiclyAccessible", "multiAz", "deletionProtection", "skipFinalSnapshot"].map(
        (key) => database[key],
      ),
      [true, false, true, true, false],
    );
    assert.deepEqual(
      [database["instanceClass"], database["allocatedStorage"], database["backupRetentionPeriod"]],
      ["db.t4g.medium", 20, 30],
    );
    assert.equal(made.one("Instance", "database").protect, true);
  });

  it("are reached from the nodes alone, and by the workloads that declare it", () => {
    assert.deepEqual(made.input("SecurityGroup", "database", "ingress"), [
      { protocol: "tcp", fromPort: 5432, toPort: 5432, securityGroups: ["sg-nodes"] },
    ]);
    assert.deepEqual(waysOut(made), [way("10.8.0.0/16", 6379), way("10.8.0.0/16", 5432)]);
  });

  it("tell workloads how to reach them", () => {
    const { CACHE_URL, DATABASE_URL } = made.input("Secret", "web-secrets", "stringData") as Record<string, string>;
    assert.match(CACHE_URL ?? "", /^rediss:\/\/:\w{48}@cache\.cache\.invalid:6379\/0$/);
    assert.match(DATABASE_URL ?? "", /^postgresql:\/\/shop:\w{48}@database\.rds\.invalid:5432\/shop\?sslmode=require$/);
  });

  it("are smaller and let go outside of production", async () => {
    const small = await make("aws", false);
    const database = small.inputs("Instance", "database");
    assert.deepEqual(
      [
        database["deletionProtection"],
        database["skipFinalSnapshot"],
        small.input("ReplicationGroup", "cache", "numCacheClusters"),
      ],
      [false, true, 1],
    );
  });
});

describe("stores that Google Cloud runs", () => {
  let made: Recording;
  before(async () => {
    made = await make("google", true);
  });

  it("have private addresses alone, on one peering", () => {
    assert.deepEqual(made.names("GlobalAddress"), ["shop-services"]);
    const ip = made.input("DatabaseInstance", "database", "settings", "ipConfiguration");
    assert.deepEqual(ip, {
      ipv4Enabled: false,
      privateNetwork: "projects/acme/global/networks/n",
      sslMode: "ENCRYPTED_ONLY",
    });
    assert.equal(made.input("Instance", "cache", "connectMode"), "PRIVATE_SERVICE_ACCESS");
    assert.deepEqual(waysOut(made), [way("10.99.0.0/20", 6378), way("10.99.0.0/20", 5432)]);
  });

  it("are encrypted, backed up and kept", () => {
    assert.deepEqual(
      [made.input("Instance", "cache", "authEnabled"), made.input("Instance", "cache", "transitEncryptionMode")],
      [true, "SERVER_AUTHENTICATION"],
    );
    const backups = made.input("DatabaseInstance", "database", "settings", "backupConfiguration");
    assert.deepEqual(backups, {
      enabled: true,
      pointInTimeRecoveryEnabled: true,
      backupRetentionSettings: { retainedBackups: 30 },
    });
    assert.equal(made.input("DatabaseInstance", "database", "deletionProtection"), true);
    assert.equal(made.input("DatabaseInstance", "database", "databaseVersion"), "POSTGRES_16");
  });
});

describe("stores that DigitalOcean runs", () => {
  let made: Recording;
  before(async () => {
    made = await make("digitalocean", true);
  });

  it("are in the cluster's VPC, for the cluster alone", () => {
    assert.deepEqual(
      ["cache", "database"].map((name) => made.input("DatabaseCluster", name, "privateNetworkUuid")),
      ["vpc-2", "vpc-2"],
    );
    for (const name of ["cache", "database"])
      assert.deepEqual(made.input("DatabaseFirewall", name, "rules"), [{ type: "k8s", value: "doks-1" }]);
    assert.deepEqual(waysOut(made), [way("10.9.0.0/20", 25061), way("10.9.0.0/20", 25060)]);
  });

  it("tell workloads how to reach them", () => {
    assert.deepEqual(made.input("Secret", "web-secrets", "stringData"), {
      CACHE_URL: "rediss://default:stand-in-password@private-shop-cache.db.invalid:25061/0",
      DATABASE_URL:
        "postgresql://doadmin:stand-in-password@private-shop-database.db.invalid:25060/shop?sslmode=require",
    });
  });
});

describe("managed stores", () => {
  it("are refused, each by its name, on kinds of clusters without a cloud", () => {
    assert.deepEqual(unmanagedStores(shop, "eks"), []);
    assert.deepEqual(unmanagedStores(shop, "minikube"), [
      'stores.cache is "managed", but this cluster is on no cloud that has such a service (allowed with doks, eks and gke); set stores.cache to cluster or external.',
      'stores.database is "managed", but this cluster is on no cloud that has such a service (allowed with doks, eks and gke); set stores.database to cluster or external.',
    ]);
  });

  it("need nothing of a cloud where there are none", async () => {
    assert.equal(await storeProvisioner(application(), {}), undefined);
    await assert.rejects(storeProvisioner(shop, {}), /stores\.cache is "managed"/);
  });
});
