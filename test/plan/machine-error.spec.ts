import assert from "node:assert/strict";
import { openSync, writeSync } from "node:fs";
import { sentence } from "../../plan/command";

/** What is thrown by what the machine itself refuses. */
function thrown(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return assert.fail("nothing is refused");
}

describe("what a machine refuses", () => {
  it("is told as what it means and what to do, and not as a fault of Rootstock", () => {
    const full = openSync("/dev/full", "w");
    assert.equal(
      sentence(thrown(() => writeSync(full, "state"))),
      "The disk is full (ENOSPC: no space left on device, write). Make room, and run the same command again: it goes on from what is there.",
    );
    assert.match(
      sentence(Object.assign(new Error("EACCES: permission denied, open '/etc/out'"), { code: "EACCES" })),
      /^That isn't allowed to you \(EACCES: permission denied, open '\/etc\/out'\)\. Change who may do that, or choose/,
    );
  });

  it("isn't what Rootstock does wrong by itself", () => {
    for (const error of [thrown(() => openSync("/nowhere/at/all", "r")), new TypeError("x is undefined"), "a text"])
      assert.match(sentence(error), /This is a fault in Rootstock/);
  });
});
