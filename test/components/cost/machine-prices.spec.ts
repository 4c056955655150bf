import assert from "node:assert/strict";
import { type Cloud, machineSizes } from "../../../components/cluster/node-shapes";
import { machinePrice } from "../../../components/cost/machine-prices";

/** A price to the cent. */
function price(cloud: Cloud, size: string): number {
  return Math.round((machinePrice(cloud, size) ?? Number.NaN) * 100) / 100;
}

describe("the price of a machine", () => {
  for (const cloud of ["doks", "eks", "gke"] as const) {
    it(`is known of every size of ${cloud}`, () => {
      assert.deepEqual(
        machineSizes[cloud].filter((size) => !((machinePrice(cloud, size) ?? 0) > 5)),
        [],
      );
    });
  }

  it("is the list's", () => {
    assert.equal(price("doks", "s-2vcpu-4gb"), 24);
    assert.equal(price("eks", "t3.medium"), 30.37);
    assert.equal(price("eks", "m5.large"), 70.08);
    assert.equal(price("eks", "m7i.2xlarge"), 294.34);
    assert.equal(price("gke", "e2-standard-2"), 48.92);
    assert.equal(price("gke", "e2-medium"), 24.46);
    assert.equal(price("gke", "n2-standard-4"), 141.79);
  });

  it("is unknown of any other size", () => {
    assert.equal(machinePrice("doks", "s-64vcpu-1tb"), undefined);
    assert.equal(machinePrice("eks", "t3.huge"), undefined);
    assert.equal(machinePrice("eks", "p5.large"), undefined);
    assert.equal(machinePrice("gke", "a3-highgpu-8g"), undefined);
  });
});
