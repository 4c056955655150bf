import { strict as assert } from "node:assert/strict";
import { loadBalancerOf } from "../../../components/platform/load-balancer";

describe("loadBalancerOf", () => {
  it("tells an IP from a hostname by what the status holds", () => {
    assert.deepEqual(loadBalancerOf({ loadBalancer: { ingress: [{ ip: "203.0.113.7" }] } }), {
      kind: "ip",
      value: "203.0.113.7",
    });
    assert.deepEqual(loadBalancerOf({ loadBalancer: { ingress: [{ hostname: "x.elb.amazonaws.com" }] } }), {
      kind: "hostname",
      value: "x.elb.amazonaws.com",
    });
    assert.equal(
      loadBalancerOf({ loadBalancer: { ingress: [{ ip: "203.0.113.7", hostname: "lb.example.com" }] } })?.kind,
      "hostname",
    );
  });

  it("is undefined while there is none", () => {
    for (const status of [
      undefined,
      {},
      { loadBalancer: {} },
      { loadBalancer: { ingress: [] } },
      { loadBalancer: { ingress: [{ ip: "" }] } },
    ]) {
      assert.equal(loadBalancerOf(status), undefined);
    }
  });
});
