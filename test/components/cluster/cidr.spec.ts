import { strict as assert } from "node:assert/strict";
import fc from "fast-check";
import {
  type Cidr,
  cidrProblem,
  formatCidr,
  overlap,
  parseCidr,
  subnetLayout,
  vpcNativeRanges,
} from "../../../components/cluster/cidr";
import { UsageError } from "../../../components/errors";

const block = (minPrefix: number, maxPrefix: number): fc.Arbitrary<Cidr> =>
  fc
    .tuple(fc.integer({ min: minPrefix, max: maxPrefix }), fc.nat({ max: 2 ** 31 - 1 }))
    .map(([prefix, seed]) => ({ prefix, base: seed * 2 - ((seed * 2) % 2 ** (32 - prefix)) }));

const inside = (inner: Cidr, outer: Cidr) =>
  inner.prefix >= outer.prefix &&
  inner.base >= outer.base &&
  inner.base + 2 ** (32 - inner.prefix) <= outer.base + 2 ** (32 - outer.prefix);

const apart = (blocks: readonly Cidr[]) =>
  blocks.every((one, index) => blocks.slice(index + 1).every((other) => !overlap(one, other)));

describe("address blocks", () => {
  it("are read and written alike", () => {
    fc.assert(
      fc.property(block(0, 32), (cidr) => {
        assert.deepEqual(parseCidr(formatCidr(cidr)), cidr);
      }),
    );
  });

  for (const text of ["10.0.0.0", "10.0.0/16", "10.0.0.256/16", "10.0.0.0/33", "hosts"]) {
    it(`refuse ${text}`, () => {
      assert.equal(
        cidrProblem(text, "cluster.vpcCidr"),
        `cluster.vpcCidr is "${text}", which is no block of IPv4 addresses; write it like 10.0.0.0/16.`,
      );
    });
  }

  it("refuse an address inside the block, and say where the block begins", () => {
    assert.throws(
      () => parseCidr("10.0.3.1/16", "cluster.vpcCidr"),
      new UsageError(
        'cluster.vpcCidr is "10.0.3.1/16", whose address is inside the block; the block begins at 10.0.0.0/16.',
      ),
    );
  });

  it("overlap themselves, and no neighbour", () => {
    assert.ok(overlap(parseCidr("10.0.0.0/16"), parseCidr("10.0.128.0/17")));
    assert.ok(!overlap(parseCidr("10.0.0.0/17"), parseCidr("10.0.128.0/17")));
  });
});

describe("subnetLayout", () => {
  it("gives each zone a private quarter and a public piece of the last one", () => {
    assert.deepEqual(subnetLayout("10.0.0.0/16", 3), {
      private: ["10.0.0.0/18", "10.0.64.0/18", "10.0.128.0/18"],
      public: ["10.0.192.0/22", "10.0.196.0/22", "10.0.200.0/22"],
    });
  });

  it("stays inside the VPC, overlaps nowhere, and keeps subnets when a zone is added", () => {
    fc.assert(
      fc.property(block(8, 20), fc.integer({ min: 1, max: 3 }), (vpc, zones) => {
        const layout = subnetLayout(formatCidr(vpc), zones);
        const subnets = [...layout.private, ...layout.public].map((text) => parseCidr(text));
        assert.equal(layout.private.length, zones);
        assert.equal(layout.public.length, zones);
        assert.ok(subnets.every((subnet) => inside(subnet, vpc)));
        assert.ok(apart(subnets));
        assert.deepEqual(subnetLayout(formatCidr(vpc), 3).private.slice(0, zones), layout.private);
      }),
    );
  });
});

describe("vpcNativeRanges", () => {
  it("gives pods half of the network", () => {
    assert.deepEqual(vpcNativeRanges("10.0.0.0/13"), {
      nodes: "10.0.0.0/20",
      services: "10.0.16.0/20",
      pods: "10.4.0.0/14",
      controlPlane: "10.0.32.0/28",
    });
  });

  it("stays inside the network and overlaps nowhere", () => {
    fc.assert(
      fc.property(block(8, 15), (network) => {
        const ranges = Object.values(vpcNativeRanges(formatCidr(network))).map((text) => parseCidr(text));
        assert.ok(ranges.every((range) => inside(range, network)));
        assert.ok(apart(ranges));
      }),
    );
  });
});
