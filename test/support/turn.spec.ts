import assert from "node:assert/strict";
import { Turn } from "./turn";

describe("what suites that run side by side say", () => {
  it("is kept until their turn, and comes at once from then on", () => {
    const told: string[] = [];
    const turn = new Turn((text) => told.push(text));
    turn.say("a");
    turn.say("b");
    assert.deepEqual(told, []);
    turn.begin();
    assert.deepEqual(told, ["a", "b"]);
    turn.say("c");
    turn.begin();
    assert.deepEqual(told, ["a", "b", "c"]);
  });
});
