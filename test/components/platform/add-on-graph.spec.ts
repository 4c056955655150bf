import { strict as assert } from "node:assert/strict";
import fc from "fast-check";
import { UsageError } from "../../../components/errors";
import { type AddOnNode, installationOrder } from "../../../components/platform/add-on-graph";

type Node = AddOnNode<string>;

function node(name: string, requires: readonly string[] = [], conflicts: readonly string[] = []): Node {
  return {
    name,
    setting: `platform.${name}.enabled`,
    requires: requires.map((other) => ({ name: other, because: `${name} speaks to it` })),
    conflicts,
  };
}

function refusal(nodes: readonly Node[]): string {
  try {
    installationOrder(nodes);
  } catch (error) {
    assert.ok(error instanceof UsageError);
    return error.message;
  }
  return assert.fail("was accepted");
}

/** Add-ons whose requirements only point back: no circle, nothing missing; in any order. */
const acyclic = fc
  .integer({ min: 0, max: 12 })
  .chain((size) =>
    fc.tuple(
      ...Array.from({ length: size }, (_, index) =>
        fc
          .subarray(Array.from({ length: index }, (__, earlier) => `a${String(earlier)}`))
          .map((requires) => node(`a${String(index)}`, requires)),
      ),
    ),
  )
  .chain((nodes) => fc.shuffledSubarray(nodes, { minLength: nodes.length, maxLength: nodes.length }));

describe("installationOrder", () => {
  it("puts every add-on after all that it requires, and loses none", () => {
    fc.assert(
      fc.property(acyclic, (nodes) => {
        const order = installationOrder(nodes).map(({ name }) => name);
        assert.deepEqual([...order].sort(), nodes.map(({ name }) => name).sort());
        for (const { name, requires } of nodes) {
          for (const required of requires) assert.ok(order.indexOf(required.name) < order.indexOf(name));
        }
      }),
    );
  });

  it("depends on nothing but its input, and keeps the given order where it can", () => {
    fc.assert(
      fc.property(acyclic, (nodes) => assert.deepEqual(installationOrder(nodes), installationOrder([...nodes]))),
    );
    assert.deepEqual(
      installationOrder([node("b"), node("a"), node("c")]).map(({ name }) => name),
      ["b", "a", "c"],
    );
  });

  it("refuses whatever lacks a requirement, naming both and the way out", () => {
    fc.assert(
      fc.property(acyclic, fc.nat(), (nodes, pick) => {
        const required = nodes.flatMap(({ requires }) => requires.map(({ name }) => name));
        fc.pre(required.length > 0);
        const without = required[pick % required.length] ?? "";
        assert.match(
          refusal(nodes.filter(({ name }) => name !== without)),
          new RegExp(`requires ${without}, which this platform leaves out`),
        );
      }),
    );
    assert.equal(
      refusal([node("alloy", ["loki"])]),
      "The add-on alloy requires loki, which this platform leaves out: alloy speaks to it. Add loki, or turn alloy off with platform.alloy.enabled: false.",
    );
  });

  it("refuses a circle, showing it", () => {
    assert.equal(
      refusal([node("start"), node("a", ["start", "b"]), node("b", ["c"]), node("c", ["a"])]),
      "The add-ons require each other in a circle, so none can be installed first: a → b → c → a.",
    );
    assert.match(refusal([node("a", ["a"])]), /: a → a\.$/);
    fc.assert(
      fc.property(acyclic, (nodes) => {
        fc.pre(nodes.length > 1);
        const names = nodes.map(({ name }) => name);
        const ring = nodes.map((one, index) => ({
          ...node(one.name, [names[(index + 1) % names.length] ?? ""]),
          setting: one.setting,
        }));
        const [first] = refusal(ring).match(/\S+ → .*(?=\.$)/) ?? [""];
        const shown = first.split(" → ");
        assert.equal(shown[0], shown.at(-1));
        assert.equal(new Set(shown).size, names.length);
      }),
    );
  });

  it("refuses add-ons that exclude each other, and tells all problems at once", () => {
    const message = refusal([node("nginx", [], ["traefik"]), node("traefik"), node("alloy", ["loki"])]);
    assert.deepEqual(message.split("\n"), [
      "The add-on alloy requires loki, which this platform leaves out: alloy speaks to it. Add loki, or turn alloy off with platform.alloy.enabled: false.",
      "The add-ons nginx and traefik exclude each other: turn one of them off, with platform.nginx.enabled: false or platform.traefik.enabled: false.",
    ]);
    assert.equal(installationOrder([node("nginx", [], ["traefik"])]).length, 1);
  });
});
