import assert from "node:assert/strict";
import { type PlannedResource, tasksOf } from "../../bench/ordering";

const resource = (urn: string, over: Partial<PlannedResource> = {}): PlannedResource => ({
  urn,
  type: "t",
  name: urn,
  custom: true,
  parent: "",
  provider: "",
  dependencies: [],
  inputs: {},
  ...over,
});

const waits = (resources: readonly PlannedResource[], urn: string): readonly string[] | undefined =>
  tasksOf(resources, () => 1).find(({ id }) => id === urn)?.after;

describe("the order of a plan's resources", () => {
  it("makes a resource wait for its dependencies and its provider", () => {
    const list = [
      resource("urn:pulumi:s::p::pulumi:providers:kubernetes::k8s"),
      resource("secret"),
      resource("pod", {
        dependencies: ["secret"],
        provider: "urn:pulumi:s::p::pulumi:providers:kubernetes::k8s::provider-1",
      }),
    ];
    assert.deepEqual(waits(list, "pod"), ["secret", "urn:pulumi:s::p::pulumi:providers:kubernetes::k8s"]);
  });

  it("takes a dependency on a component for one on all that is in it, and no component for a task", () => {
    const list = [
      resource("platform", { custom: false }),
      resource("dapr", { custom: false, parent: "platform" }),
      resource("release", { parent: "dapr" }),
      resource("namespace", { parent: "dapr" }),
      resource("pod", { dependencies: ["platform", "release"] }),
    ];
    assert.deepEqual(waits(list, "pod"), ["release", "namespace"]);
    assert.equal(waits(list, "platform"), undefined);
  });

  it("lets nothing wait for its parent, nor for the component that it is in itself", () => {
    const list = [
      resource("application", { custom: false }),
      resource("namespace", { parent: "application", dependencies: ["application"] }),
    ];
    assert.deepEqual(waits(list, "namespace"), []);
  });

  it("asks how long each resource takes", () => {
    const tasks = tasksOf([resource("a", { type: "slow" }), resource("b")], ({ type }) => (type === "slow" ? 60 : 1));
    assert.deepEqual(
      tasks.map(({ seconds }) => seconds),
      [60, 1],
    );
  });
});
