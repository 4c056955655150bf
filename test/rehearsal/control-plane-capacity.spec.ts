import assert from "node:assert/strict";
import type { V1Pod, V1PodSpec } from "@kubernetes/client-node";
import fc from "fast-check";
import type { NodePool } from "../../components/cluster/contract";
import { exclusiveGroup, mayRunOn } from "../../rehearsal/control-plane/node-selection";
import { allocatableOf, nodeOf, ordinalOf, poolLabel } from "../../rehearsal/control-plane/nodes";
import { newNodesFor } from "../../rehearsal/control-plane/packing";
import { judgedNodes, unplacedPod, unschedulable } from "../../rehearsal/control-plane/pending-pods";
import { add, fits, nothing, podRequests } from "../../rehearsal/control-plane/pod-requests";
import { quantity } from "../../rehearsal/control-plane/quantity";

const pool: NodePool = {
  name: "workers",
  size: "s-2vcpu-4gb",
  shape: { cpu: "2", memory: "4Gi", ephemeralStorage: "80Gi", allocatable: { cpu: "1900m", memory: "3Gi", pods: 4 } },
  min: 1,
  max: 5,
  zones: ["a", "b", "c"],
  region: "fra1",
  labels: { tier: "web" },
};

function pod(cpu: string, memory = "10Mi", spec: Partial<V1PodSpec> = {}, owner = "one"): V1Pod {
  return {
    metadata: {
      name: "pod",
      namespace: "shop",
      uid: `${cpu}-${memory}`,
      ownerReferences: [{ apiVersion: "v1", kind: "X", name: owner, uid: owner }],
    },
    spec: { containers: [{ name: "main", resources: { requests: { cpu, memory } } }], ...spec },
  };
}

function pending(message: string, cpu = "1"): V1Pod {
  return {
    ...pod(cpu),
    status: {
      phase: "Pending",
      conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message }],
    },
  };
}

const room = (rest: { room?: number; pool?: NodePool } = {}) => ({ pool, room: 5, daemons: nothing, ...rest });

describe("a quantity", () => {
  for (const [text, value] of [
    ["250m", 0.25],
    ["1Ki", 1024],
    ["1.5Gi", 1.5 * 2 ** 30],
    ["2", 2],
    ["1e3", 1000],
    ["5M", 5e6],
  ] as const) {
    it(`${text} is ${value}`, () => {
      assert.equal(quantity(text), value);
    });
  }
  it("of nothing is zero, of nonsense an error", () => {
    assert.equal(quantity(undefined), 0);
    assert.throws(() => quantity("12 apples"), /"12 apples" is not a Kubernetes quantity/);
  });
});

describe("a node", () => {
  it("is named, labelled and sized as its cloud's would be", () => {
    const node = nodeOf(pool, 2, 0);
    assert.equal(node.metadata?.name, "workers-2");
    assert.equal(node.metadata.labels?.["topology.kubernetes.io/zone"], "b");
    assert.equal(node.metadata.labels["node.kubernetes.io/instance-type"], "s-2vcpu-4gb");
    assert.equal(node.metadata.labels["topology.kubernetes.io/region"], "fra1");
    assert.equal(node.metadata.labels["tier"], "web");
    assert.equal(node.metadata.labels[poolLabel], "workers");
    assert.deepEqual(node.status?.allocatable, { cpu: "1900m", memory: "3Gi", "ephemeral-storage": "80Gi", pods: "4" });
    assert.equal(node.status.capacity?.["cpu"], "2");
  });

  it("takes its zone in turn, and has none where the cloud has none", () => {
    assert.deepEqual(
      [1, 2, 3, 4].map((n) => nodeOf(pool, n, 0).metadata?.labels?.["topology.kubernetes.io/zone"]),
      ["a", "b", "c", "a"],
    );
    assert.equal(nodeOf({ ...pool, zones: [] }, 1, 0).metadata?.labels?.["topology.kubernetes.io/zone"], undefined);
  });

  it("has addresses of its own", () => {
    const addresses = [nodeOf(pool, 1, 0), nodeOf(pool, 2, 0), nodeOf(pool, 1, 1)].map((node) =>
      [node.status?.addresses?.[0]?.address, node.spec?.podCIDR].join(),
    );
    assert.equal(new Set(addresses).size, 3);
  });

  it("tells its number by its name", () => {
    assert.equal(ordinalOf("my-pool-12"), 12);
  });
});

describe("what a pod requests", () => {
  it("is its containers and sidecars, or an init container where that is more", () => {
    const resources = (cpu: string) => ({ requests: { cpu, memory: "1Mi" } });
    const sidecar = { name: "sidecar", restartPolicy: "Always", resources: resources("100m") };
    const initContainers = [sidecar, { name: "first", resources: resources("2") }];
    assert.equal(podRequests(pod("1", "1Mi", { initContainers })).cpu, 2.1);
    assert.equal(podRequests(pod("3", "1Mi", { initContainers })).cpu, 3.1);
    assert.equal(podRequests(pod("1", "1Mi", { overhead: { cpu: "250m" } })).cpu, 1.25);
    assert.equal(podRequests(pod("1")).pods, 1);
  });
});

describe("where a pod may run", () => {
  it("is said by its selector and its required affinity", () => {
    const affinity = (key: string, operator: string, values?: string[]) => ({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key, operator, ...(values === undefined ? {} : { values }) }] }],
        },
      },
    });
    const may = (spec: Partial<V1PodSpec>) => mayRunOn(pod("1", "1Mi", spec), { tier: "web", cores: "4" });
    assert.equal(may({ nodeSelector: { tier: "web" } }), true);
    assert.equal(may({ nodeSelector: { tier: "db" } }), false);
    assert.equal(may({ nodeSelector: { "topology.kubernetes.io/zone": "a" } }), true);
    assert.equal(may({ affinity: affinity("tier", "In", ["web", "db"]) }), true);
    assert.equal(may({ affinity: affinity("tier", "NotIn", ["web"]) }), false);
    assert.equal(may({ affinity: affinity("gpu", "Exists") }), false);
    assert.equal(may({ affinity: affinity("gpu", "DoesNotExist") }), true);
    assert.equal(may({ affinity: affinity("cores", "Gt", ["2"]) }), true);
    assert.equal(may({ affinity: affinity("cores", "Lt", ["2"]) }), false);
  });

  it("is a node apart for pods that shun each other", () => {
    const topologyKey = "kubernetes.io/hostname";
    const podAntiAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey }] };
    assert.equal(exclusiveGroup(pod("1", "1Mi", { affinity: { podAntiAffinity } })), "one");
    assert.equal(exclusiveGroup(pod("1")), undefined);
    const spread = { topologyKey, maxSkew: 1, whenUnsatisfiable: "DoNotSchedule" };
    assert.equal(exclusiveGroup(pod("1", "1Mi", { topologySpreadConstraints: [spread] })), "one");
    const soft = { ...spread, whenUnsatisfiable: "ScheduleAnyway" };
    assert.equal(exclusiveGroup(pod("1", "1Mi", { topologySpreadConstraints: [soft] })), undefined);
  });
});

describe("new nodes", () => {
  it("are as few as hold the pods", () => {
    const nodes = newNodesFor([pod("1"), pod("900m"), pod("900m"), pod("1")], [room()]);
    assert.deepEqual(
      nodes.map((node) => node.pods.length),
      [2, 2],
    );
  });

  it("are no more than the pool may have", () => {
    assert.equal(newNodesFor([pod("1500m"), pod("1500m")], [room({ room: 1 })]).length, 1);
    assert.equal(newNodesFor([pod("1")], [room({ room: 0 })]).length, 0);
  });

  it("come from the next pool where the first can't help", () => {
    const large = {
      ...pool,
      name: "large",
      shape: { ...pool.shape, allocatable: { cpu: "8", memory: "16Gi", pods: 10 } },
    };
    assert.deepEqual(
      newNodesFor([pod("4")], [room(), room({ pool: large })]).map((node) => node.pool.name),
      ["large"],
    );
  });

  it("leave room for DaemonSets", () => {
    const daemons = { cpu: 1, memory: 0, pods: 1 };
    assert.equal(newNodesFor([pod("1")], [{ ...room(), daemons }]).length, 0);
  });

  it("never hold more than they can, and no pod twice", () => {
    const pods = fc.array(
      fc.record({ cpu: fc.integer({ min: 1, max: 3000 }), memory: fc.integer({ min: 1, max: 4000 }) }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(pods, fc.integer({ min: 0, max: 8 }), (wanted, most) => {
        const all = wanted.map(({ cpu, memory }, index) => pod(`${cpu}m`, `${memory}Mi`, {}, String(index)));
        const nodes = newNodesFor(all, [room({ room: most })]);
        const placed = nodes.flatMap((node) => node.pods);
        assert.ok(nodes.length <= most);
        assert.equal(new Set(placed).size, placed.length);
        for (const node of nodes) {
          assert.ok(node.pods.length > 0);
          assert.ok(fits(node.pods.map(podRequests).reduce(add, nothing), allocatableOf(pool)));
        }
      }),
    );
  });
});

describe("a pod without a node", () => {
  it("is one that the scheduler found no node for", () => {
    assert.equal(unschedulable(pending("0/2 nodes are available: 2 Insufficient cpu.")), true);
    assert.equal(unschedulable(pod("1")), false);
    assert.equal(unschedulable({ ...pending("x"), spec: { containers: [], nodeName: "workers-1" } }), false);
  });

  it("has been judged against as many nodes as the scheduler says", () => {
    assert.equal(judgedNodes(pending("0/3 nodes are available: 3 Insufficient cpu.")), 3);
    assert.equal(
      judgedNodes(pending("0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims.")),
      -1,
    );
  });

  const cases = [
    [
      "asks for too much",
      pending("0/1 nodes are available", "9"),
      [room()],
      /asks for 9000m CPU and 10Mi of memory, which no node/,
    ],
    [
      "finds its pool full",
      pending("0/5 nodes are available"),
      [room({ room: 0 })],
      /"workers" is at its maximum of 5/,
    ],
    ["waits for a volume", pending('storageclass "x" not found'), [room()], /its volumes aren't there/],
    ["finds no pool at all", pending("no nodes available"), [], /there is no node pool/],
  ] as const;
  for (const [what, waiting, pools, reason] of cases) {
    it(`says so when it ${what}`, () => {
      assert.match(unplacedPod(waiting, pools).reason, reason);
    });
  }
});
