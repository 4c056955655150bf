import assert from "node:assert/strict";
import { applicationErrors } from "../../../../components/application/checks";
import { connection, generated } from "../../../../components/application/secrets";
import type { PostgresStore } from "../../../../components/application/stores/contract";
import type { Resources } from "../../../../components/application/workload-contract";
import { operatorImages, operatorPods } from "../../../../plan/operator-pods";
import { application, service, smallResources } from "../../../support/applications";
import { allFacts, deploy } from "../../../support/deploy";
import type { Recording } from "../../../support/recording";

const database: PostgresStore = {
  kind: "postgres",
  place: "cluster",
  version: 16,
  database: "shop",
  instances: 3,
  size: "10Gi",
  image: "ghcr.io/cloudnative-pg/postgresql:16.10",
  toolsImage: "docker.io/library/postgres:16.10",
  resources: smallResources,
};

const shop = (changes: Partial<PostgresStore> = {}) =>
  application({
    workloads: { web: service({ connectsTo: ["database"] }), other: service() },
    stores: { database: { ...database, ...changes } },
  });

describe("a PostgreSQL in the cluster", () => {
  let made: Recording;
  before(async () => {
    made = await deploy(shop({ backups: { size: "20Gi", keepDays: 14 } }), { protectData: true });
  });

  it("is a CloudNativePG cluster whose owner is no superuser", () => {
    const spec = made.input("Cluster", "database", "spec") as Record<string, unknown>;
    assert.match(JSON.stringify(spec["bootstrap"]), /"secret":\{"name":"database-owner-[0-9a-f]{7}"\}/);
    assert.match(JSON.stringify(spec["managed"]), /"passwordSecret":\{"name":"database-second-[0-9a-f]{7}"\}/);
    assert.deepEqual(
      { ...spec, bootstrap: undefined, managed: undefined },
      {
        bootstrap: undefined,
        managed: undefined,
        instances: 3,
        imageName: "ghcr.io/cloudnative-pg/postgresql:16.10",
        inheritedMetadata: {
          labels: {
            "app.kubernetes.io/managed-by": "rootstock",
            "app.kubernetes.io/name": "database",
            "app.kubernetes.io/part-of": "shop",
          },
        },
        enableSuperuserAccess: false,
        enablePDB: true,
        affinity: {
          enablePodAntiAffinity: true,
          podAntiAffinityType: "preferred",
          topologyKey: "kubernetes.io/hostname",
        },
        seccompProfile: { type: "RuntimeDefault" },
        storage: { size: "10Gi", storageClass: "fast", resizeInUseVolumes: true },
        resources: {
          requests: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "64Mi" },
          limits: { cpu: "500m", memory: "256Mi", "ephemeral-storage": "1Gi" },
        },
      },
    );
    assert.equal(made.one("Cluster", "database").protect, true);
    assert.deepEqual(
      made.needs("Cluster", "database").filter((name) => name.startsWith("gate")),
      ["gate-postgres"],
    );
  });

  it("has a password of ours, in a Secret that the operator follows", () => {
    const secret = made.inputs("Secret", "database-owner");
    assert.equal(secret["type"], "kubernetes.io/basic-auth");
    assert.equal(made.input("Secret", "database-owner", "metadata", "labels", "cnpg.io/reload"), "true");
    const { username, password } = secret["stringData"] as Record<string, string>;
    assert.equal(username, "shop");
    assert.match(password ?? "", /^[0-9a-f]{64}$/);
  });

  it("has a second role that acts as the owner, and whose turn it is in even versions of the password", async () => {
    assert.deepEqual(made.input("Cluster", "database", "spec", "bootstrap", "initdb", "postInitApplicationSQL"), [
      'CREATE ROLE "shop_2" LOGIN IN ROLE "shop"',
      "ALTER ROLE \"shop_2\" SET role = 'shop'",
    ]);
    const { passwordSecret: _secret, ...role } = made.input("Cluster", "database", "spec", "managed", "roles", 0) as {
      readonly passwordSecret: unknown;
    };
    assert.deepEqual(role, {
      name: "shop_2",
      comment: "acts as shop; the two take turns at rotations",
      login: true,
      inRoles: ["shop"],
    });
    for (const [version, user] of [
      [1, "shop"],
      [2, "shop_2"],
      [3, "shop"],
    ] as const) {
      const secretVersions = { DATABASE_PASSWORD: { version, rotated: "2026-11-21" } };
      const rotated = await deploy(shop({ backups: { size: "20Gi" } }), { secretVersions });
      const files = rotated.input("Secret", "database-backup-secret-files", "stringData") as Record<string, string>;
      assert.match(files["etc-postgres-pg_service.conf"] ?? "", new RegExp(`\\nuser=${user}\\n`));
      const secret = rotated.input("Secret", "database-second", "stringData") as Record<string, string>;
      assert.equal(secret["username"], "shop_2");
    }
  });

  it("can be drained from its node when it is alone", async () => {
    const single = await deploy(shop({ instances: 1 }));
    assert.equal(single.input("Cluster", "database", "spec", "enablePDB"), false);
  });

  it("lets in its clients, its operator, Prometheus and its own instances, and nobody else", () => {
    const app = (name: string) => ({
      podSelector: { matchLabels: { "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "shop" } },
    });
    const own = { podSelector: { matchLabels: { "cnpg.io/cluster": "database" } } };
    const from = (namespace: string, labels: object) => ({
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
      podSelector: { matchLabels: labels },
    });
    const tcp = (...ports: readonly number[]) => ports.map((port) => ({ protocol: "TCP", port }));
    const spec = made.input("NetworkPolicy", "database", "spec") as Record<string, unknown>;
    assert.deepEqual(spec["podSelector"], own.podSelector);
    assert.deepEqual(spec["ingress"], [
      { from: [own], ports: tcp(5432, 8000) },
      { from: [app("web"), app("database-backup"), app("database-restore")], ports: tcp(5432) },
      { from: [from("cnpg-system", { app: "postgres-operator" })], ports: tcp(5432, 8000) },
      { from: [from("monitoring", { app: "prometheus" })], ports: tcp(9187) },
    ]);
    assert.deepEqual((spec["egress"] as readonly unknown[]).slice(1), [
      { to: [own], ports: tcp(5432, 8000) },
      { ports: tcp(443, 6443) },
    ]);
  });

  it("is scraped where there is monitoring", async () => {
    assert.deepEqual(made.input("PodMonitor", "database", "spec"), {
      selector: { matchLabels: { "cnpg.io/cluster": "database", "cnpg.io/podRole": "instance" } },
      podMetricsEndpoints: [{ port: "metrics" }],
    });
    const { monitoring: _monitoring, ...without } = allFacts;
    assert.deepEqual((await deploy(shop(), { facts: without })).names("PodMonitor"), []);
  });

  it("is dumped every night, and restored when somebody asks", () => {
    assert.equal(made.input("CronJob", "database-backup", "spec", "schedule"), "0 2 * * *");
    assert.equal(made.input("CronJob", "database-restore", "spec", "suspend"), true);
    const settings = made.input("ConfigMap", "database-backup-config", "data");
    assert.deepEqual(settings, {
      PGSERVICEFILE: "/etc/postgres/pg_service.conf",
      PGSERVICE: "store",
      BACKUP_DIRECTORY: "/backups",
      DATABASE: "shop",
      KEEP_DAYS: "14",
    });
    const files = made.input("Secret", "database-backup-secret-files", "stringData") as Record<string, string>;
    assert.match(
      files["etc-postgres-pg_service.conf"] ?? "",
      /^\[store\]\nhost=database-rw\nport=5432\ndbname=shop\nuser=shop\npassword=[0-9a-f]{64}\nsslmode=require\n$/,
    );
  });

  it("is counted as pods that an operator makes, with its image", () => {
    assert.deepEqual(
      operatorPods(made.registrations).map(({ name, by, min, max }) => ({ name, by, min, max })),
      [{ name: "shop-ns/database", by: "operator", min: 3, max: 3 }],
    );
    assert.deepEqual(
      operatorImages({ apiVersion: "postgresql.cnpg.io/v1", kind: "Cluster", spec: { imageName: "postgresql:16" } }),
      ["postgresql:16"],
    );
  });
});

describe("what is wrong with stores", () => {
  const refused = (changes: Parameters<typeof application>[0]) =>
    applicationErrors(application({ stores: { database }, ...changes }));

  it("is nothing where names are free and settings make sense", () => {
    assert.deepEqual(refused({}), []);
    assert.deepEqual(refused({ secrets: { DATABASE_URL: connection("database") } }), []);
  });

  it("is a number of instances, a database or days that can't be", () => {
    assert.deepEqual(
      refused({
        stores: { database: { ...database, instances: 2, database: "my-shop", backups: { size: "1Gi", keepDays: 0 } } },
      }),
      [
        "Store database has 2 instances; allowed are 1, and 3 with failover.",
        'Store database has the database "my-shop"; begin with a lower-case letter, then lower-case letters, digits and underscores, 61 in all.',
        "Store database keeps backups for 0 days; it must be a whole number from 1 on.",
      ],
    );
  });

  it("is an amount, a size or an image that its operator or the API server refuses", () => {
    const { cpu } = database.resources;
    const memory = { request: "lots", limit: "1Gi" } as unknown as Resources["memory"];
    const wrong = { resources: { cpu, memory }, size: "0Gi", image: "UP/postgres:" } as const;
    const [amount = "", size = "", image = "", ...more] = refused({ stores: { database: { ...database, ...wrong } } });
    assert.match(amount, /^Store database's resources\.memory\.request is "lots"/);
    assert.equal(size, `Store database's size is "0Gi"; it must be more than nothing.`);
    assert.match(image, /^Store database has the image "UP\/postgres:"; write registry\/repository:tag/);
    assert.deepEqual(more, []);
  });

  it("is a name that something else has", () => {
    assert.deepEqual(refused({ workloads: { database: service() } }), [
      "Store database takes the name database, which a workload has, too; rename one of them.",
    ]);
    assert.deepEqual(refused({ secrets: { DATABASE_PASSWORD: generated(32), DATABASE_URL: generated(32) } }), [
      'Secret DATABASE_PASSWORD is the password of store database; declare it as connection("database", "{{password}}"), or give it another name.',
      'Secret DATABASE_URL is what a person supplies when stores.database is external; declare it as connection("database"), or give it another name.',
    ]);
  });

  it("is a connection to no store, or with a placeholder that isn't one", () => {
    assert.deepEqual(
      refused({ secrets: { A: connection("databse"), B: connection("database", "{{hots}}:{{port}}") } }),
      [
        'Secret A is the connection to "databse", which is no store here; stores are: database.',
        "Secret B has {{hots}} in its template; allowed are {{host}}, {{port}}, {{database}}, {{user}}, {{password}}, {{sslmode}}, {{tls}}.",
      ],
    );
  });
});
