import assert from "node:assert/strict";
import fc from "fast-check";
import { layeredLayout } from "../../review/layered-layout";

const names = ["a", "b", "c", "d", "e", "f"];

describe("layout of flows", () => {
  it("gives every node a place of its own within the drawing", () => {
    const arc = fc.record({ from: fc.constantFrom(...names), to: fc.constantFrom(...names) });
    fc.assert(
      fc.property(fc.array(arc, { maxLength: 14 }), (arcs) => {
        const { bends, columns, places, rows } = layeredLayout(names, arcs);
        const taken = [...places.values()].map(({ column, row }) => `${column} ${row}`);
        assert.equal(new Set(taken).size, names.length);
        assert.equal(bends.length, arcs.length);
        for (const { column, row } of [...places.values(), ...bends.flat()])
          assert.ok(column >= 0 && column < columns && row >= 0 && row <= rows);
      }),
    );
  });

  it("leads from left to right", () => {
    const { bends, places } = layeredLayout(
      ["in", "web", "db"],
      [
        { from: "in", to: "web" },
        { from: "web", to: "db" },
        { from: "in", to: "db" },
      ],
    );
    assert.deepEqual(
      ["in", "web", "db"].map((name) => places.get(name)?.column),
      [0, 1, 2],
    );
    assert.deepEqual(
      bends.map(({ length }) => length),
      [0, 0, 1],
    );
  });
});
