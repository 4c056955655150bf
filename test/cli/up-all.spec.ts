import assert from "node:assert/strict";
import { refuseManyStacks, stackCount, upAll } from "../../cli/up-all";

const never = new AbortController().signal;

describe("rootstock up --all", () => {
  it("takes each stack as its file says", async () => {
    await assert.rejects(upAll({ env: "dev" }, never), {
      name: "UsageError",
      message: "--all deploys each stack as its file says; leave out --env, or choose with --stacks.",
    });
  });

  it("names stacks and canaries that aren't there, before anything is deployed", async () => {
    await assert.rejects(
      upAll({ stacks: "dev, moon" }, never),
      /--stacks names moon, but .* dev, prod, staging only\.$/,
    );
    await assert.rejects(upAll({ stacks: "dev", canary: "prod" }, never), /--canary is "prod"; .*deployed: dev\.$/);
  });

  it("refuses its flags where one stack is deployed, and counts that are none", () => {
    assert.throws(() => refuseManyStacks({ wave: 2 }), /^UsageError: --wave is only for many stacks; add --all/);
    assert.equal(stackCount("--wave")("12"), 12);
    assert.throws(() => stackCount("--wave")("0"), /--wave is "0"; write a whole number from 1 to 999\./);
  });
});
