import assert from "node:assert/strict";
import fc from "fast-check";
import { applied } from "../../review/apply-difference";
import { difference, same, showPath } from "../../review/difference";

/** Lists of named members beside anything that JSON can hold, so that both ways of comparing lists are met. */
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>(null, true, 0, 1, "", "a", "b"),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom("name", "spec", "a", "__proto__"), tie("value"), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
    fc.uniqueArray(
      fc.record({ name: fc.constantFrom("x", "y", "z"), value: tie("value") }, { noNullPrototype: true }),
      {
        maxLength: 3,
        selector: ({ name }) => name,
      },
    ),
  ),
}));

const shown = (base: unknown, head: unknown): readonly string[] =>
  difference(base, head).map((change) => `${change.kind} ${showPath(change.path)}`);

describe("difference of two values", () => {
  it("is empty for equal values, and only for them", () => {
    fc.assert(
      fc.property(value, value, (base, head) => {
        assert.deepEqual(difference(base, structuredClone(base)), []);
        assert.equal(difference(base, head).length === 0, same(base, head));
      }),
    );
  });

  it("applied to the base gives the head", () => {
    fc.assert(
      fc.property(value, value, (base, head) => {
        assert.deepEqual(applied(base, difference(base, head)), head);
      }),
      { numRuns: 2000 },
    );
  });

  it("names the deepest fields, and the members of lists by their names", () => {
    const container = (name: string, image: string) => ({ name, image, env: [{ name: "A", value: image }] });
    assert.deepEqual(
      shown(
        { spec: { containers: [container("web", "1"), container("old", "1")], args: ["a", "b", "c"] } },
        { spec: { containers: [container("web", "2"), container("new", "1")], args: ["a", "x", "c"] } },
      ),
      [
        "changed spec.args[1]",
        "changed spec.containers[web].env[A].value",
        "changed spec.containers[web].image",
        "removed spec.containers[old]",
        "added spec.containers[new]",
      ],
    );
  });

  it("shows an item that was put between others as one that came", () => {
    assert.deepEqual(shown({ rules: [1, 2, 3] }, { rules: [1, 9, 2, 3] }), ["added rules[1]"]);
    assert.deepEqual(shown({ rules: [1, 2, 3] }, { rules: [1, 3] }), ["removed rules[1]"]);
  });

  it("shows members that changed places as one change of the list", () => {
    const [a, b] = [{ name: "a" }, { name: "b" }];
    assert.deepEqual(shown({ env: [a, b] }, { env: [b, a] }), ["changed env"]);
  });

  it("quotes keys that are no plain words", () => {
    assert.equal(showPath(["metadata", "annotations", "dapr.io/app-id"]), 'metadata.annotations["dapr.io/app-id"]');
  });
});
