import { strict as assert } from "node:assert/strict";
import fc from "fast-check";
import { doksAllocatable, dropletSizes } from "../../../components/cluster/doks-sizes";
import { ec2InstanceTypes, eksAllocatable, eksMaxPods } from "../../../components/cluster/eks-sizes";
import { computeEngineMachines, gkeAllocatable, gkeReservedMemory } from "../../../components/cluster/gke-sizes";
import { reservedCpu } from "../../../components/cluster/machine";
import { machineSizes, nodeShape, sizeProblem } from "../../../components/cluster/node-shapes";
import { UsageError } from "../../../components/errors";

describe("reservedCpu", () => {
  it("is that of the published tables", () => {
    assert.equal(reservedCpu(1), 60);
    assert.equal(reservedCpu(2), 70);
    assert.equal(reservedCpu(4), 80);
    assert.equal(reservedCpu(8), 90);
  });

  it("grows with the cores, and never by more than 60m a core", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 256 }), (cpus) => {
        const growth = reservedCpu(cpus + 1) - reservedCpu(cpus);
        assert.ok(growth > 0 && growth <= 60);
      }),
    );
  });
});

describe("gkeReservedMemory", () => {
  it("follows Google's steps", () => {
    assert.equal(gkeReservedMemory(4 * 1024), 1024);
    assert.equal(gkeReservedMemory(8 * 1024), 1024 + 0.2 * 4 * 1024);
    assert.equal(gkeReservedMemory(16 * 1024), 1024 + 0.2 * 4 * 1024 + 0.1 * 8 * 1024);
  });

  it("grows ever more slowly", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 512 * 1024 }), (memory) => {
        const here = gkeReservedMemory(memory + 1) - gkeReservedMemory(memory);
        const later = gkeReservedMemory(2 * memory + 1) - gkeReservedMemory(2 * memory);
        assert.ok(here > 0 && here <= 0.2501 && later <= here + 1e-9);
      }),
    );
  });
});

describe("nodeShape", () => {
  it("of Todo's Droplet leaves what DigitalOcean publishes", () => {
    assert.deepEqual(nodeShape("doks", "s-2vcpu-4gb"), {
      cpu: "2",
      memory: "4096Mi",
      ephemeralStorage: "80Gi",
      allocatable: { cpu: "1900m", memory: "2560Mi", pods: 110 },
    });
  });

  it("of Juniper's instance type takes 17 pods", () => {
    assert.deepEqual(nodeShape("eks", "t3.medium", 50), {
      cpu: "2",
      memory: "4096Mi",
      ephemeralStorage: "50Gi",
      allocatable: { cpu: "1930m", memory: "3246Mi", pods: 17 },
    });
  });

  it("of Juniper's machine type leaves less than one shared core", () => {
    assert.deepEqual(nodeShape("gke", "e2-medium", 100).allocatable, { cpu: "940m", memory: "2808Mi", pods: 110 });
    assert.equal(nodeShape("gke", "e2-medium", 100).ephemeralStorage, "100Gi");
  });

  it("leaves less than the machine has, for every size of every cloud", () => {
    const all = [
      ...Object.values(dropletSizes).map((machine) => ({ machine, left: doksAllocatable(machine) })),
      ...Object.values(ec2InstanceTypes).map((machine) => ({ machine, left: eksAllocatable(machine) })),
      ...Object.values(computeEngineMachines).map((machine) => ({ machine, left: gkeAllocatable(machine) })),
    ];
    for (const { machine, left } of all) {
      assert.ok(left.cpu > 0 && left.cpu < machine.cpus * 1000, JSON.stringify(machine));
      assert.ok(left.memory > 0 && left.memory < machine.memory, JSON.stringify(machine));
      assert.ok(left.pods >= 8, JSON.stringify(machine));
    }
  });

  it("knows a shape for every size in its lists", () => {
    for (const cloud of ["doks", "eks", "gke"] as const) {
      assert.ok(machineSizes[cloud].length > 10);
      for (const size of machineSizes[cloud]) assert.equal(sizeProblem(cloud, size, "size"), undefined);
      for (const size of machineSizes[cloud]) assert.match(nodeShape(cloud, size).allocatable.memory, /^\d+Mi$/);
    }
  });

  it("refuses an unknown size, naming the nearest", () => {
    assert.throws(
      () => nodeShape("eks", "t3.mediun"),
      (error: unknown) => {
        assert.ok(error instanceof UsageError);
        assert.match(
          error.message,
          /^size is "t3\.mediun", which is no EC2 instance type .* Did you mean t3\.medium\? Choose one of: t3\.small,/,
        );
        return true;
      },
    );
  });

  it("refuses a size without a near one just as readably", () => {
    assert.match(
      sizeProblem("gke", "enormous", "cluster.nodePool.size") ?? "",
      /^cluster\.nodePool\.size is "enormous", which is no Compute Engine machine type that Rootstock knows\. Choose one of: e2-small,/,
    );
  });
});

describe("eksMaxPods", () => {
  it("is AWS' published figure", () => {
    const known = { "t3.small": 11, "t3.large": 35, "m5.large": 29, "m6i.xlarge": 58, "m7i.4xlarge": 234 };
    for (const [type, pods] of Object.entries(known)) {
      const machine = ec2InstanceTypes[type];
      assert.ok(machine !== undefined, type);
      assert.equal(eksMaxPods(machine), pods, type);
    }
  });
});
