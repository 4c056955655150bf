import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { connection } from "../../../../components/application/secrets";
import type { Store, StorePlace } from "../../../../components/application/stores/contract";
import type { StoreProvisioner } from "../../../../components/application/stores/provisioner";
import { application, service, smallResources } from "../../../support/applications";
import { type DeployOptions, deploy } from "../../../support/deploy";
import type { Recording } from "../../../support/recording";

const redis = (place: StorePlace): Store => ({ kind: "redis", place, image: "redis:7", size: "2Gi" });

const postgres = (place: StorePlace): Store => ({
  kind: "postgres",
  place,
  version: 16,
  database: "shop",
  instances: 3,
  size: "10Gi",
  image: "ghcr.io/cloudnative-pg/postgresql:16.10",
  toolsImage: "postgres:16",
  resources: smallResources,
});

/** A cloud's services as they answer once they exist. */
const cloud: StoreProvisioner = {
  provision: (name, { store }) => ({
    connection: pulumi.secret({
      kind: store.kind,
      host: `${name}.cloud.invalid`,
      port: store.kind === "redis" ? 6380 : 5433,
      database: store.kind === "redis" ? "0" : store.database,
      user: store.kind === "redis" ? "" : "owner",
      password: "p@ss/word",
      tls: true,
    }),
    cidrs: [pulumi.output("10.1.0.0/16")],
    port: store.kind === "redis" ? 6380 : 5433,
  }),
};

const options: DeployOptions = {
  storeProvisioner: cloud,
  supplied: {
    CACHE_URL: "rediss://u:s%40crt@cache.example.com/2",
    DATABASE_URL: "postgres://me:s%40crt@db.example.com:6543/shop?sslmode=disable",
  },
};

const secrets = {
  CACHE_URL: connection("cache"),
  CACHE_KEY: connection("cache", "{{host}}:{{port}},password={{password}},ssl={{tls}}"),
  DATABASE_URL: connection("database"),
  DATABASE_DSN: connection(
    "database",
    "Host={{host}};Port={{port}};Database={{database}};Username={{user}};Password={{password}};SSL={{sslmode}}",
  ),
};

function shop(place: StorePlace) {
  return application({
    workloads: { web: service({ secrets: Object.keys(secrets), connectsTo: ["cache", "database"] }) },
    stores: { cache: redis(place), database: postgres(place) },
    secrets,
  });
}

function valuesOf(made: Recording): unknown {
  return JSON.parse(
    JSON.stringify(made.input("Secret", "web-secrets", "stringData")).replaceAll(/[0-9a-f]{64}/g, "GENERATED"),
  );
}

/** Ways out of the workload `web`, without that to the name servers. */
function waysOut(made: Recording): readonly unknown[] {
  return (made.input("NetworkPolicy", "web", "spec", "egress") as readonly unknown[]).slice(1);
}

describe("stores", () => {
  const made = new Map<StorePlace, Recording>();
  const at = (place: StorePlace): Recording => {
    const recording = made.get(place);
    assert.ok(recording);
    return recording;
  };
  before(async () => {
    for (const place of ["cluster", "managed", "external"] as const)
      made.set(place, await deploy(shop(place), options));
  });

  it("tell clients in the cluster where they are, with generated passwords", () => {
    assert.deepEqual(valuesOf(at("cluster")), {
      CACHE_URL: "redis://:GENERATED@cache:6379/0",
      CACHE_KEY: "cache:6379,password=GENERATED,ssl=false",
      DATABASE_URL: "postgresql://shop:GENERATED@database-rw:5432/shop?sslmode=require",
      DATABASE_DSN: "Host=database-rw;Port=5432;Database=shop;Username=shop;Password=GENERATED;SSL=require",
    });
  });

  it("tell clients what a cloud answered, escaped in URLs only", () => {
    assert.deepEqual(valuesOf(at("managed")), {
      CACHE_URL: "rediss://:p%40ss%2Fword@cache.cloud.invalid:6380/0",
      CACHE_KEY: "cache.cloud.invalid:6380,password=p@ss/word,ssl=true",
      DATABASE_URL: "postgresql://owner:p%40ss%2Fword@database.cloud.invalid:5433/shop?sslmode=require",
      DATABASE_DSN: "Host=database.cloud.invalid;Port=5433;Database=shop;Username=owner;Password=p@ss/word;SSL=require",
    });
  });

  it("tell clients what a person supplied, as it is or in parts", () => {
    assert.deepEqual(valuesOf(at("external")), {
      CACHE_URL: "rediss://u:s%40crt@cache.example.com/2",
      CACHE_KEY: "cache.example.com:6379,password=s@crt,ssl=true",
      DATABASE_URL: "postgres://me:s%40crt@db.example.com:6543/shop?sslmode=disable",
      DATABASE_DSN: "Host=db.example.com;Port=6543;Database=shop;Username=me;Password=s@crt;SSL=disable",
    });
  });

  it("keep every value secret", () => {
    for (const place of ["cluster", "managed", "external"] as const) {
      const { inputs } = at(place).one("Secret", "web-secrets");
      assert.ok(JSON.stringify(inputs).includes("4dabf18193072939515e22adb298388d"), place);
    }
  });

  it("let clients out to where they are, and nowhere else", () => {
    const tcp = (port: number) => [{ protocol: "TCP", port }];
    assert.deepEqual(waysOut(at("cluster")), [
      {
        to: [
          { podSelector: { matchLabels: { "app.kubernetes.io/name": "cache", "app.kubernetes.io/part-of": "shop" } } },
        ],
        ports: tcp(6379),
      },
      {
        to: [{ podSelector: { matchLabels: { "cnpg.io/cluster": "database", "cnpg.io/podRole": "instance" } } }],
        ports: tcp(5432),
      },
    ]);
    assert.deepEqual(waysOut(at("managed")), [
      { to: [{ ipBlock: { cidr: "10.1.0.0/16" } }], ports: tcp(6380) },
      { to: [{ ipBlock: { cidr: "10.1.0.0/16" } }], ports: tcp(5433) },
    ]);
    assert.deepEqual(waysOut(at("external")), [
      { to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: tcp(6379) },
      { to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: tcp(5432) },
    ]);
  });

  it("change no workload when they move", () => {
    const deployment = (place: StorePlace): string =>
      JSON.stringify(at(place).input("Deployment", "web", "spec")).replaceAll(/-[0-9a-f]{7}"/g, '-*"');
    assert.equal(deployment("managed"), deployment("cluster"));
    assert.equal(deployment("external"), deployment("cluster"));
  });

  it("put pods into the namespace only when they live in the cluster", () => {
    assert.deepEqual([at("cluster").names("StatefulSet"), at("cluster").names("Cluster")], [["cache"], ["database"]]);
    for (const place of ["managed", "external"] as const)
      assert.deepEqual([at(place).names("StatefulSet"), at(place).names("Cluster")], [[], []]);
  });

  it("refuse to be managed where no cloud runs them", async () => {
    await assert.rejects(
      deploy(application({ stores: { cache: redis("managed") } })),
      /stores\.cache is "managed", but this cluster is on no cloud that has such a service \(allowed with doks, eks and gke\); set stores\.cache to cluster or external\./,
    );
  });

  it("refuse an address that is none", async () => {
    await assert.rejects(
      deploy(shop("external"), {
        ...options,
        supplied: { CACHE_URL: "cache:6379", DATABASE_URL: "postgres://a:b@c/d" },
      }),
      /Secret CACHE_URL is no URL of a Redis, such as rediss:\/\/:PASSWORD@HOST:6379\/0/,
    );
  });
});
