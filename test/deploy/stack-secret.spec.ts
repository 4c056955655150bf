import assert from "node:assert/strict";
import { keptName, stackSecret } from "../../rehearsal/stack-secret";

describe("what a cluster keeps about a stack", () => {
  it("has a name of its own that Kubernetes takes, which later versions find again", () => {
    assert.equal(keptName("rehearsal", "dev"), "rootstock-rehearsal.dev");
    assert.equal(keptName("deployments", "Shop_EU"), "rootstock-deployments.shop-eu");
    assert.deepEqual(stackSecret("rehearsal", "dev", "applied"), {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { namespace: "kube-system", name: "rootstock-rehearsal.dev.applied" },
    });
  });
});
