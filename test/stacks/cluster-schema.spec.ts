import { strict as assert } from "node:assert/strict";
import fc from "fast-check";
import { z } from "zod";
import { clusterKinds } from "../../components/cluster/contract";
import { environments } from "../../components/environment";
import { type ClusterConfig, clusterSchema, resolveCluster } from "../../stacks/config/cluster-schema";
import { resolveNodePool } from "../../stacks/config/node-pool-schema";

/** The issues of a cluster, as `path: message`. */
function issues(cluster: unknown): string[] {
  const { error } = clusterSchema.safeParse(cluster);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

function resolve<Kind extends ClusterConfig["kind"]>(
  kind: Kind,
  environment: (typeof environments)[number],
  given = {},
) {
  return resolveCluster(clusterSchema.parse({ kind, ...given }), environment) as Extract<ClusterConfig, { kind: Kind }>;
}

const refusals: readonly (readonly [what: string, cluster: Record<string, unknown>, expected: RegExp])[] = [
  ["an unknown kind", { kind: "aks" }, /^kind: .*'doks' \| 'eks'/],
  ["a setting of another kind", { kind: "minikube", region: "nyc1" }, /^: Unrecognized key: "region"$/],
  [
    "an impossible region",
    { kind: "doks", region: "nyc9" },
    /^region: cluster\.region is "nyc9", .* Did you mean nyc1\? Choose one of: nyc1, .*\.$/,
  ],
  [
    "an impossible size",
    { kind: "gke", nodePool: { size: "e2-mediun" } },
    /^nodePool\.size: cluster\.nodePool\.size is "e2-mediun", .* Did you mean e2-medium\? .*\.$/,
  ],
  [
    "a size of another cloud",
    { kind: "eks", nodePool: { size: "s-2vcpu-4gb" } },
    /^nodePool\.size: .* is no EC2 instance type that Rootstock knows\. Choose one of: .*\.$/,
  ],
  [
    "more nodes at least than at most",
    { kind: "doks", nodePool: { min: 6, max: 4 } },
    /^nodePool\.min: cluster\.nodePool\.min is 6 and cluster\.nodePool\.max is 4; .*\.$/,
  ],
  [
    "fewer nodes to begin with than at least",
    { kind: "eks", nodePool: { count: 1, min: 2 } },
    /^nodePool\.count: cluster\.nodePool\.count is 1 and cluster\.nodePool\.min is 2; .*\.$/,
  ],
  [
    "more nodes to begin with than at most",
    { kind: "eks", nodePool: { count: 9, max: 5 } },
    /^nodePool\.count: cluster\.nodePool\.count is 9 and cluster\.nodePool\.max is 5; .*\.$/,
  ],
  ["half a node", { kind: "doks", nodePool: { min: 1.5 } }, /^nodePool\.min: .*int/],
  [
    "automatic upgrades of an exact version",
    { kind: "doks", version: "1.34.1-do.2", autoUpgrade: true },
    /^autoUpgrade: cluster\.autoUpgrade is true and cluster\.version is "1\.34\.1-do\.2"; .* set version to latest, or autoUpgrade to false\.$/,
  ],
  [
    "a version that DigitalOcean doesn't write",
    { kind: "doks", version: "1.34" },
    /^version: write latest, or an exact version/,
  ],
  ["a version of EKS as a number", { kind: "eks", version: 1.35 }, /^version: /],
  [
    "an address inside its block",
    { kind: "eks", vpcCidr: "10.0.0.1/16" },
    /^vpcCidr: cluster\.vpcCidr is "10\.0\.0\.1\/16", .* begins at 10\.0\.0\.0\/16\.$/,
  ],
  [
    "a network too small for GKE",
    { kind: "gke", networkCidr: "10.0.0.0/20" },
    /^networkCidr: cluster\.networkCidr is "10\.0\.0\.0\/20"; its prefix must be from \/11 to \/15\.$/,
  ],
  [
    "a zone of another region",
    { kind: "eks", region: "eu-west-1", zones: ["eu-west-1a", "us-east-1b"] },
    /^zones: cluster\.zones has "us-east-1b" and cluster\.region is "eu-west-1"; .*\.$/,
  ],
  ["a single zone", { kind: "eks", zones: ["us-east-1a"] }, /^zones: /],
  [
    "an administrator that is no ARN",
    { kind: "eks", admins: ["me"] },
    /^admins\.0: write the ARN of an IAM role or user/,
  ],
  [
    "a time that is none",
    { kind: "gke", maintenance: { start: "25:00" } },
    /^maintenance\.start: write a time of day in UTC such as 04:00$/,
  ],
  [
    "minikube's own ingress",
    { kind: "minikube", addons: ["ingress"] },
    /^addons\.0: cluster\.addons has "ingress", which would take ports 80 and 443 .*\.$/,
  ],
  ["a command in an add-on's name", { kind: "minikube", addons: ["x; rm -rf /"] }, /^addons\.0: /],
  ["a command in a name", { kind: "minikube", name: "x$(id)" }, /^name: write at most 40 lower-case letters/],
  [
    "addresses the wrong way round",
    { kind: "minikube", loadBalancerRange: { from: 250, to: 200 } },
    /^loadBalancerRange: cluster\.loadBalancerRange\.from is 250 and cluster\.loadBalancerRange\.to is 200; .*\.$/,
  ],
  ["a stack without a reference", { kind: "stack" }, /^reference: /],
  [
    "a reference of four parts",
    { kind: "stack", reference: "a/b/c/d" },
    /^reference: write organization\/project\/stack/,
  ],
];

describe("clusterSchema", () => {
  for (const [what, cluster, expected] of refusals) {
    it(`refuses ${what}`, () => {
      const found = issues(cluster);
      assert.equal(found.length, 1, found.join("\n"));
      assert.match(found[0] ?? "", expected);
    });
  }

  it("names all mistakes at once", () => {
    const found = issues({
      kind: "doks",
      region: "nyc9",
      highAvailability: "yes",
      nodePool: { size: "huge", min: 3, max: 2 },
    });
    assert.deepEqual(found.map((issue) => issue.slice(0, issue.indexOf(":"))).sort(), [
      "highAvailability",
      "nodePool.min",
      "nodePool.size",
      "region",
    ]);
  });

  it("gives editors a JSON schema with a description for every setting", () => {
    const { oneOf } = z.toJSONSchema(clusterSchema, { io: "input" }) as {
      oneOf: { properties: Record<string, { description?: string }>; required: string[] }[];
    };
    assert.equal(oneOf.length, clusterKinds.length);
    for (const { properties, required } of oneOf) {
      for (const [name, { description }] of Object.entries(properties)) assert.ok(description, name);
      assert.deepEqual(required, properties["reference"] === undefined ? ["kind"] : ["kind", "reference"]);
    }
  });
});

describe("resolveCluster", () => {
  for (const environment of environments) {
    it(`completes every kind from nothing but the kind, in ${environment}`, () => {
      for (const kind of clusterKinds) {
        const given = kind === "stack" ? { reference: "staging" } : {};
        const config = resolve(kind, environment, given);
        assert.equal(config.kind, kind);
        assert.ok(Object.isFrozen(config));
        assert.ok(Object.values(config).every((value) => value !== undefined));
      }
    });
  }

  it("protects production, and nothing else", () => {
    for (const kind of ["doks", "eks", "gke"] as const) {
      for (const environment of environments) {
        const { protect, retainVolumes } = resolve(kind, environment);
        assert.deepEqual([protect, retainVolumes], [environment === "prod", environment === "prod"]);
      }
    }
  });

  it("takes what the stack says over what the environment would", () => {
    assert.equal(resolve("doks", "prod", { highAvailability: false }).highAvailability, false);
    assert.equal(resolve("doks", "dev", { highAvailability: true }).highAvailability, true);
    assert.equal(resolve("eks", "dev", { natGateways: "per-zone" }).natGateways, "per-zone");
    assert.equal(resolve("gke", "prod", { protect: false }).protect, false);
  });

  it("spends on high availability in production only", () => {
    assert.deepEqual(
      [resolve("doks", "staging").highAvailability, resolve("doks", "prod").highAvailability],
      [false, true],
    );
    const [staging, prod] = [resolve("eks", "staging"), resolve("eks", "prod")];
    assert.deepEqual([staging.natGateways, staging.zones.length], ["one", 2]);
    assert.deepEqual([prod.natGateways, prod.zones.length], ["per-zone", 3]);
    assert.deepEqual([resolve("gke", "staging").zones.length, resolve("gke", "prod").zones.length], [1, 3]);
  });

  it("destroys what a cluster made together with it, but never in production", () => {
    assert.equal(resolve("doks", "dev").destroyAssociated, true);
    assert.equal(resolve("doks", "prod", { protect: false, retainVolumes: false }).destroyAssociated, false);
  });

  it("upgrades automatically unless the version is exact", () => {
    assert.equal(resolve("doks", "dev").autoUpgrade, true);
    assert.equal(resolve("doks", "dev", { version: "1.34.1-do.2" }).autoUpgrade, false);
  });

  it("names an existing cluster after its context", () => {
    assert.equal(resolve("kubeconfig", "dev", { context: "k3s" }).name, "k3s");
    assert.equal(resolve("kubeconfig", "dev", { context: "k3s", name: "home" }).name, "home");
    assert.equal("name" in resolve("kubeconfig", "dev"), false);
  });

  it("takes a zone for a zonal GKE cluster, a region for a regional one", () => {
    const { location, region, zones } = resolve("gke", "prod", { location: "europe-west1-d" });
    assert.deepEqual([location, region, zones], ["europe-west1-d", "europe-west1", ["europe-west1-d"]]);
    assert.deepEqual(resolve("gke", "dev", { location: "europe-west1" }).zones, [
      "europe-west1-b",
      "europe-west1-c",
      "europe-west1-d",
    ]);
  });
});

describe("resolveNodePool", () => {
  it("is what the plans say when nothing is given", () => {
    assert.deepEqual(resolveNodePool("doks", { size: "s-2vcpu-4gb" }), {
      size: "s-2vcpu-4gb",
      count: 3,
      min: 3,
      max: 5,
    });
    assert.deepEqual(resolveNodePool("eks", { size: "t3.medium" }), { size: "t3.medium", count: 3, min: 2, max: 5 });
  });

  it("begins between its bounds and keeps every bound that is given", () => {
    const bound = fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined });
    fc.assert(
      fc.property(fc.constantFrom("doks", "eks", "gke"), bound, bound, bound, (kind, count, min, max) => {
        const nodePool = {
          ...(count !== undefined && { count }),
          ...(min !== undefined && { min }),
          ...(max !== undefined && { max }),
        };
        fc.pre(issues({ kind, nodePool }).length === 0);
        const pool = resolveNodePool(kind, { size: "any", ...nodePool });
        assert.ok(pool.min >= 1 && pool.min <= pool.count && pool.count <= pool.max);
        for (const [key, value] of Object.entries(nodePool))
          assert.equal(pool[key as keyof typeof nodePool], value, key);
      }),
    );
  });
});
