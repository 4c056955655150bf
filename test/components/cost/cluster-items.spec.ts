import assert from "node:assert/strict";
import { clusterItems } from "../../../components/cost/cluster-items";
import { costItem, monthlyCost } from "../../../components/cost/monthly-cost";
import { cloudPrices } from "../../../components/cost/prices";

const pool = (size: string, min: number, max: number) => ({ size, count: min, min, max });

/** Items as lines: how many of what, and what they come to. */
function lines(...args: Parameters<typeof clusterItems>): readonly string[] {
  return monthlyCost(clusterItems(...args)).items.map(
    ({ what, count, minimum, maximum }) =>
      `${count.minimum}-${count.maximum} ${what}: ${minimum.toFixed(2)}-${maximum.toFixed(2)}`,
  );
}

describe("what a cluster costs", () => {
  it("on DigitalOcean is its nodes, and high availability where it is wanted", () => {
    const settings = { kind: "doks", highAvailability: true, nodePool: pool("s-2vcpu-4gb", 3, 5) } as const;
    assert.deepEqual(lines(settings, 1), [
      "1-1 highly available control plane: 40.00-40.00",
      "3-5 node s-2vcpu-4gb: 72.00-120.00",
      "1-1 load balancer: 12.00-12.00",
    ]);
    assert.deepEqual(lines({ ...settings, highAvailability: false }, 0), ["3-5 node s-2vcpu-4gb: 72.00-120.00"]);
  });

  it("on AWS has a control plane, disks, NAT gateways and addresses beside its nodes", () => {
    const settings = {
      kind: "eks",
      zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
      natGateways: "per-zone",
      nodePool: { ...pool("t3.medium", 2, 4), disk: 50 },
    } as const;
    assert.deepEqual(lines(settings, 1), [
      "1-1 control plane: 73.00-73.00",
      "1-1 key of the cluster's secrets: 1.00-1.00",
      "2-4 node t3.medium: 60.74-121.47",
      "100-200 GiB of nodes' disks: 8.00-16.00",
      "3-3 NAT gateway: 98.55-98.55",
      "1-1 load balancer: 16.43-16.43",
      "6-6 public IPv4 address: 21.90-21.90",
    ]);
    const one = lines({ ...settings, natGateways: "one" }, 0);
    assert.ok(one.includes("1-1 NAT gateway: 32.85-32.85"), one.join("\n"));
    assert.ok(one.includes("1-1 public IPv4 address: 3.65-3.65"), one.join("\n"));
    assert.ok(!one.some((line) => line.includes("load balancer")));
  });

  it("on Google Cloud has NAT for nodes without addresses, and addresses for the others", () => {
    const settings = {
      kind: "gke",
      privateNodes: true,
      nodePool: { ...pool("e2-standard-2", 3, 3), disk: 50 },
    } as const;
    assert.deepEqual(lines(settings, 1), [
      "1-1 control plane: 73.00-73.00",
      "3-3 node e2-standard-2: 146.76-146.76",
      "150-150 GiB of nodes' disks: 15.00-15.00",
      "3-3 Cloud NAT of a node: 3.07-3.07",
      "1-1 public IPv4 address: 3.65-3.65",
      "1-1 load balancer: 18.25-18.25",
    ]);
    const open = lines({ ...settings, privateNodes: false }, 1);
    assert.ok(open.includes("3-3 public IPv4 address: 10.95-10.95"), open.join("\n"));
    assert.ok(!open.some((line) => line.includes("NAT")));
  });

  it("elsewhere isn't known, which is said in place of a price", () => {
    assert.deepEqual(lines({ kind: "minikube" }, 0), [
      "0-0 a cluster on this machine costs nothing by the month: 0.00-0.00",
    ]);
    assert.deepEqual(lines({ kind: "kubeconfig" }, 1), [
      "0-0 the cluster, its volumes and its load balancer: somebody else's, so their prices aren't known: 0.00-0.00",
    ]);
    assert.deepEqual(lines({ kind: "stack", reference: "acme/rootstock/prod" }, 0), [
      "0-0 the cluster and its platform: see monthlyCost of the stack acme/rootstock/prod: 0.00-0.00",
    ]);
    assert.deepEqual(lines({ kind: "doks", highAvailability: false, nodePool: pool("s-unheard-of", 1, 1) }, 0), [
      "0-0 nodes of size s-unheard-of, whose price isn't known here: 0.00-0.00",
    ]);
  });
});

describe("ChloroMaster's plan, which expects 343 dollars a month on GKE", () => {
  const { gke } = cloudPrices;

  /** What the plan counts: 73 + 150 + 18 + 17 + 85. */
  const planned = (egress: number) =>
    monthlyCost([
      ...clusterItems(
        { kind: "gke", privateNodes: true, nodePool: { ...pool("e2-standard-2", 3, 3), disk: 50 } },
        1,
      ).filter(({ what }) => ["control plane", "node e2-standard-2", "load balancer"].includes(what)),
      costItem("GiB of fast volumes", gke.fastVolume, 100),
      costItem("GiB to the internet", egress, 1024),
    ]);

  it("is met, item by item", () => {
    // Traffic of the standard tier, which our load balancer doesn't use.
    const { items, minimum } = planned(0.085);
    assert.deepEqual(
      items.map(({ minimum: amount }) => amount),
      // Nodes cost 3 dollars less than the plan's "~150", a terabyte has 1024 GiB and costs 2 dollars more.
      [73, 146.76, 18.25, 17, 87.04],
    );
    assert.equal(minimum, 342.05);
    assert.ok(Math.abs(minimum - 343) < 1);
  });

  it("is exceeded by traffic at the premium tier, GKE's own choice", () => {
    assert.equal(planned(gke.egress).minimum, 377.89);
  });

  it("leaves out nodes' disks and NAT, which a cluster of ours has", () => {
    const forgotten = clusterItems(
      { kind: "gke", privateNodes: true, nodePool: { ...pool("e2-standard-2", 3, 3), disk: 50 } },
      0,
    ).filter(({ what }) => /disk|NAT|address/.test(what));
    assert.equal(monthlyCost(forgotten).minimum, 21.72);
  });
});
