import assert from "node:assert/strict";
import fc from "fast-check";
import { leafPaths, originOf } from "../../explain/layers";
import { valueAt } from "../../stacks/config/schema-walk";

describe("who says a setting", () => {
  const layers = [
    { name: "flag", settings: { a: { x: 1 } } },
    { name: "file", settings: { a: { x: 2, y: 2 }, b: "same" } },
    { name: "system", settings: { a: { x: 1, y: 3, z: 3 }, b: "same" } },
  ];

  it("is the first layer that has it, whole or in part", () => {
    assert.deepEqual(originOf(["a", "x"], layers), { layer: "flag", overruled: [{ layer: "file", value: 2 }] });
    assert.deepEqual(originOf(["a", "y"], layers), { layer: "file", overruled: [{ layer: "system", value: 3 }] });
    assert.deepEqual(originOf(["a", "z"], layers), { layer: "system", overruled: [] });
    assert.deepEqual(originOf(["b"], layers), { layer: "file", overruled: [] });
    assert.deepEqual(originOf(["c"], layers), { overruled: [] });
    assert.deepEqual(originOf(["constructor"], layers), { overruled: [] });
  });

  it("is asked of every value of a tree, each once", () => {
    fc.assert(
      fc.property(
        fc.object({ maxDepth: 4, key: fc.string({ minLength: 1 }), values: [fc.integer(), fc.string()] }),
        (tree) => {
          const paths = leafPaths(tree);
          assert.equal(new Set(paths.map((path) => JSON.stringify(path))).size, paths.length);
          for (const path of paths) assert.notEqual(valueAt(tree, path), undefined);
        },
      ),
    );
    assert.deepEqual(leafPaths({ a: { b: 1, c: [2] }, d: {} }), [
      ["a", "b"],
      ["a", "c"],
    ]);
  });
});
