import assert from "node:assert/strict";
import { keptControlPlane } from "../../rehearsal/session";
import { keptName, stackSecret } from "../../rehearsal/stack-secret";
import { stacksInCluster } from "../../rehearsal/stacks-in-cluster";

describe("what a cluster keeps about a stack", () => {
  it("has a name of its own that Kubernetes takes, which later versions find again", () => {
    assert.equal(keptName("rehearsal", "dev"), "rootstock-rehearsal.dev");
    assert.deepEqual(stackSecret("rehearsal", "dev", "applied"), {
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        namespace: "kube-system",
        name: "rootstock-rehearsal.dev.applied",
        annotations: { "rootstock.dev/stack": "dev" },
      },
    });
  });

  it("is no other stack's, however much their names are alike", async () => {
    const long = "a-preview-of-the-shop-for-pull-request";
    const stacks = ["shop-eu", "shop_eu", "Shop_EU", "shop.eu", `${long}-12`, `${long}-13`];
    assert.equal(new Set(stacks.map((stack) => keptName("deployments", stack))).size, stacks.length);
    assert.equal(new Set(stacks.map(keptControlPlane)).size, stacks.length);
    for (const stack of stacks) {
      assert.match(keptName("deployments", stack), /^rootstock-deployments\.[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
      assert.match(keptControlPlane(stack), /^rehearsal-[a-z0-9-]{1,30}$/);
    }
    const list = () => Promise.resolve(stacks.map((stack) => stackSecret("deployments", stack)));
    assert.deepEqual((await stacksInCluster({ list })).map(({ name }) => name).sort(), [...stacks].sort());
  });
});
