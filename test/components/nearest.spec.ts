import assert from "node:assert/strict";
import fc from "fast-check";
import { editDistance, nearest } from "../../components/nearest";

describe("nearest", () => {
  it("finds the word with the fewest edits", () => {
    assert.equal(nearest("clsuter", ["system", "cluster", "domain"]), "cluster");
    assert.equal(nearest("nyc9", ["sfo3", "nyc1", "nyc3"]), "nyc1");
  });

  it("ignores case", () => {
    assert.equal(nearest("NodePool", ["nodepool"]), "nodepool");
  });

  it("finds nothing when too much would have to change", () => {
    assert.equal(nearest("abcdef", ["cluster"]), undefined);
    assert.equal(nearest("x", []), undefined);
  });

  it("finds any candidate that is written right", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z0-9-]{1,12}$/), { minLength: 1 }), (words) => {
        for (const word of words) assert.equal(nearest(word, words), word);
      }),
    );
  });
});

describe("editDistance", () => {
  it("counts a swap of neighbours as one edit", () => {
    assert.equal(editDistance("minikbue", "minikube"), 1);
    assert.equal(editDistance("kitten", "sitting"), 3);
  });

  it("is symmetric, zero only for equals, and at most the longer length", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (one, other) => {
        const distance = editDistance(one, other);
        assert.equal(distance, editDistance(other, one));
        assert.equal(distance === 0, one === other);
        assert.ok(distance <= Math.max(one.length, other.length));
      }),
    );
  });
});
