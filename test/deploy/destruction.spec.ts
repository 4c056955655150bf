import assert from "node:assert/strict";
import type { Engine } from "../../deploy/contract";
import { refuseDestroy } from "../../deploy/destruction";
import { type AtStake, lossesOf, nothingAtStake } from "../../deploy/losses";
import { lossesReport } from "../../deploy/losses-report";
import { heldBack } from "../../rehearsal/held-back";

const managed = { "app.kubernetes.io/managed-by": "rootstock" };

const volume = (name: string, namespace: string, policy: string, storage: string): AtStake["volumes"][number] => ({
  metadata: { name },
  spec: {
    claimRef: { namespace, name: `data-${name}` },
    persistentVolumeReclaimPolicy: policy,
    capacity: { storage },
  },
});

const cluster: AtStake = {
  namespaces: [
    { metadata: { name: "dev", labels: managed } },
    { metadata: { name: "other", labels: managed } },
    { metadata: { name: "kube-system" } },
  ],
  volumes: [
    volume("a", "dev", "Delete", "10Gi"),
    volume("b", "dev", "Retain", "5Gi"),
    volume("c", "other", "Delete", "1Gi"),
  ],
  services: [
    {
      metadata: { namespace: "dev", name: "edge" },
      spec: { type: "LoadBalancer" },
      status: { loadBalancer: { ingress: [{ hostname: "lb.example.com" }] } },
    },
    { metadata: { namespace: "dev", name: "web" }, spec: { type: "ClusterIP" } },
    { metadata: { namespace: "other", name: "edge" }, spec: { type: "LoadBalancer" } },
  ],
  ingresses: [
    {
      metadata: { namespace: "dev", name: "web" },
      spec: { rules: [{ host: "b.example.com" }, { host: "a.example.com" }] },
    },
  ],
  statefulSets: [
    { metadata: { namespace: "dev", name: "redis" } },
    { metadata: { namespace: "other", name: "redis" } },
  ],
  databases: [{ metadata: { namespace: "dev", name: "postgres" } }],
};

const contents = ["deployment dev/web", "service dev/web", "release dev/edge", "namespace dev"];

function engine(environment: string, kind: Engine["kind"]): Pick<Engine, "input" | "kind"> {
  const values = { "rootstock:environment": environment };
  return { kind, input: { stack: "shop", standIns: [], raw: { file: "Pulumi.shop.yaml", values, secretKeys: [] } } };
}

describe("what a destroy loses", () => {
  it("is told in figures first, and then by name", () => {
    assert.deepEqual(lossesReport("shop", lossesOf(contents, cluster, false)).split("\n"), [
      "Destroying stack shop loses",
      "  4  resources: 1 deployment, 1 service, 1 release, 1 namespace",
      "  1  Helm release: dev/edge",
      "  1  volume with all data, 10Gi",
      "  2  stores of data",
      "  1  load balancer",
      "  2  hosts whose DNS records will lead nowhere",
      "Data that is lost",
      "  dev/data-a  10Gi  a",
      "Volumes that stay, and their price with them (1 volume, 5120Mi)",
      "  dev/data-b  5Gi  b",
      "Stores",
      "  statefulset dev/redis",
      "  database dev/postgres",
      "Load balancers",
      "  dev/edge  lb.example.com",
      "Hosts",
      "  a.example.com",
      "  b.example.com",
    ]);
  });

  it("counts a claim of the stack's own in a namespace that stays", () => {
    const { volumes } = lossesOf(["persistentvolumeclaim other/data-c"], cluster, false);
    assert.deepEqual(volumes, [{ name: "c", claim: "other/data-c", size: "1Gi", fate: "lost" }]);
  });

  it("is nothing in an empty cluster", () => {
    const { objects, ...rest } = lossesOf([], nothingAtStake, true);
    assert.deepEqual(objects, {});
    for (const list of Object.values(rest)) assert.deepEqual(list, []);
  });
});

describe("a destroy", () => {
  const alone = lossesOf(contents, { ...cluster, namespaces: [] }, true);

  it("is refused while other stacks stand on the cluster, whatever is typed", () => {
    assert.throws(() => {
      refuseDestroy(engine("dev", "rehearsal"), lossesOf(contents, cluster, true), "shop");
    }, /^UsageError: Stack shop owns a cluster that others stand on: other is a namespace of another stack\. Nothing was changed; destroy that first\.$/);
    assert.deepEqual(lossesOf(contents, cluster, false).others, []);
  });

  for (const [environment, kind] of [
    ["prod", "rehearsal"],
    ["prod", "pulumi"],
    ["dev", "pulumi"],
  ] as const)
    it(`of ${environment} on the engine ${kind} wants the stack's name`, () => {
      const refuse = (confirm?: string) => () => {
        refuseDestroy(engine(environment, kind), alone, confirm);
      };
      assert.throws(
        refuse(),
        /^UsageError: Stack shop would be destroyed; nothing was changed\. To go on, add --confirm=shop\.$/,
      );
      assert.throws(refuse("shp"), /^UsageError: --confirm is "shp", but the stack is shop; nothing was changed\.$/);
      assert.doesNotThrow(refuse("shop"));
    });

  it("of a rehearsal of dev goes on without it, but not with another name", () => {
    refuseDestroy(engine("dev", "rehearsal"), alone);
    assert.throws(() => {
      refuseDestroy(engine("dev", "rehearsal"), alone, "other");
    }, /nothing was changed/);
  });
});

describe("an object that was deleted and doesn't go", () => {
  it("is named with the finalizer that holds it, and with what to do", () => {
    assert.match(
      heldBack("service dev/web", { metadata: { finalizers: ["acme.io/hold"] } }, 60),
      /^service dev\/web is still there 60 s after it was deleted: finalizer acme\.io\/hold holds it\..*kubectl -n dev patch service web --type=merge -p '\{"metadata":\{"finalizers":null\}\}'$/,
    );
    assert.match(
      heldBack("clusterissuer acme", { metadata: { finalizers: ["x"] } }, 1),
      /kubectl patch clusterissuer acme /,
    );
  });

  it("is told in the namespace controller's words where it is a namespace", () => {
    const conditions = [
      { type: "NamespaceFinalizersRemaining", status: "True", message: "x/y in 1 resource instances" },
      { type: "NamespaceDeletionContentFailure", status: "False", message: "not this" },
    ];
    assert.equal(
      heldBack("namespace dev", { metadata: {}, status: { conditions } }, 120),
      "namespace dev is still there 120 s after it was deleted: x/y in 1 resource instances. See what is in it, and that " +
        "whoever set these finalizers runs; then run the same command again. (rootstock doctor lists it.)",
    );
    assert.equal(
      heldBack("namespace dev", { metadata: {} }, 4),
      "namespace dev is still there 4 s after it was deleted: the cluster is still removing what is in it; run the same command again.",
    );
  });
});
