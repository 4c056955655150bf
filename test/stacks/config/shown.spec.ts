import assert from "node:assert/strict";
import { pastedSecrets } from "../../../fuzz/hostile";
import { shown } from "../../../stacks/config/plain-secrets";

describe("a sentence that quotes a secret", () => {
  it("shows none of it, and keeps its own end", () => {
    for (const secret of pastedSecrets) {
      const said = shown(`--base is ${secret}; write one with --out ${secret}.`);
      assert.ok(!said.includes("canary"), said);
      assert.match(said, /\[secret\].*; write one with --out \S*\[secret\]\S*\.$/);
    }
  });
});
