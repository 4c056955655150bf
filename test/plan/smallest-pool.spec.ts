import assert from "node:assert/strict";
import fc from "fast-check";
import type { NodePool } from "../../components/cluster/contract";
import { nodeShape } from "../../components/cluster/node-shapes";
import type { PodGroup } from "../../plan/capacity";
import { nodesNeeded, poolSuggestion } from "../../plan/smallest-pool";

const gibibyte = 2 ** 30;

function group(min: number, cpu: number, memory: number, more: Partial<PodGroup> = {}): PodGroup {
  const amounts = { cpu, memory: memory * gibibyte };
  return { name: "g", by: "application", min, max: min, requests: amounts, limits: amounts, ...more };
}

function pool(max: number, size = "t3.medium"): NodePool {
  return {
    name: "main",
    size,
    shape: nodeShape("eks", size),
    min: 1,
    max,
    zones: [],
    region: "us-east-1",
    labels: {},
  };
}

describe("nodesNeeded", () => {
  it("packs by CPU, by memory and by the number of pods", () => {
    const { shape } = pool(1);
    assert.equal(nodesNeeded([group(4, 0.9, 0.1)], shape), 2);
    assert.equal(nodesNeeded([group(3, 0.1, 2)], shape), 3);
    assert.equal(nodesNeeded([group(shape.allocatable.pods + 1, 0, 0)], shape), 2);
    assert.equal(nodesNeeded([group(1, 3, 1)], shape), undefined);
  });

  it("gives every node its share of what runs everywhere, and a sidecar no place of its own", () => {
    const { shape } = pool(1);
    assert.equal(nodesNeeded([group(2, 0.9, 0.1), group(0, 0.5, 0.1, { everyNode: true })], shape), 2);
    const full = group(shape.allocatable.pods, 0, 0);
    assert.equal(nodesNeeded([full, group(shape.allocatable.pods, 0, 0, { by: "webhook" })], shape), 1);
  });

  it("never needs fewer nodes than the sums do", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.nat(9),
            fc.double({ min: 0, max: 1.5, noNaN: true }),
            fc.double({ min: 0, max: 2.5, noNaN: true }),
          ),
        ),
        (rows) => {
          const groups = rows.map(([count, cpu, memory]) => group(count, cpu, memory));
          const { shape } = pool(1);
          const needed = nodesNeeded(groups, shape);
          const sum = rows.reduce((total, [count, cpu]) => total + count * cpu, 0);
          assert.ok(needed === undefined || needed * 1.93 >= sum - 1e-9);
        },
      ),
    );
  });
});

describe("poolSuggestion", () => {
  it("says nothing where everything fits", () => {
    assert.equal(poolSuggestion([group(4, 0.9, 0.1)], [pool(2)]), undefined);
    assert.equal(poolSuggestion([group(400, 0.9, 0.1)], []), undefined);
  });

  it("names more nodes, and the smallest size that does with those there are", () => {
    assert.equal(
      poolSuggestion([group(4, 0.1, 2.5)], [pool(2)]),
      'Packed one by one, the pods need 4 × t3.medium, and node pool "main" has 2 × t3.medium at its most; the smallest that fits: max: 4 with size t3.medium, or size: t3.large with max 2.',
    );
    assert.equal(
      poolSuggestion([group(1, 3, 1)], [pool(2)]),
      'Packed one by one, the pods need larger nodes, and node pool "main" has 2 × t3.medium at its most; the smallest that fits: size: t3.xlarge with max 2.',
    );
  });
});
