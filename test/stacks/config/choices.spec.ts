import assert from "node:assert/strict";
import { Choices } from "../../../stacks/config/choices";

describe("Choices", () => {
  it("answers what a stack chose, and names what nobody asks for", () => {
    const choices = new Choices({ redis: "managed", postgras: "external" }, "stores", "store of shop");
    assert.equal(choices.of("redis"), "managed");
    assert.equal(choices.of("postgres"), undefined);
    assert.deepEqual(choices.errors, [
      "stores.postgras names no store of shop (did you mean postgres?); remove it, or choose one of redis, postgres.",
    ]);
  });

  it("takes no name from prototypes", () => {
    const choices = new Choices({}, "slots", "workload");
    assert.equal(choices.of("constructor"), undefined);
    assert.deepEqual(choices.errors, []);
  });
});
