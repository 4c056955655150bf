import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Mutant } from "../../mutation/contract";
import { mutated, SourceCopy } from "../../mutation/copy";
import { mutants } from "../../mutation/mutants";
import { page, score } from "../../mutation/report";

const root = resolve(__dirname, "../..");
const mutant: Mutant = { name: "a limit is gone", file: "a.ts", find: "limit: 1", replace: "limit: $&", first: [] };

describe("mutants", () => {
  it("each still have their place in the sources, and specs that are asked first", () => {
    for (const each of mutants) {
      assert.notEqual(mutated(readFileSync(join(root, each.file), "utf8"), each), "");
      assert.notEqual(each.find, each.replace, each.name);
      assert.ok(each.first.length > 0, each.name);
      for (const spec of each.first) assert.ok(existsSync(join(root, `test/components/${spec}.spec.ts`)), spec);
    }
    assert.ok(mutants.length >= 30);
    assert.equal(new Set(mutants.map(({ name }) => name)).size, mutants.length);
  });

  it("change what they look for, as it is written, and nothing where it stands twice or not at all", () => {
    assert.equal(mutated("{ limit: 1 }", mutant), "{ limit: $& }");
    assert.throws(() => mutated("", mutant), /"a limit is gone" looks in a\.ts for a text that stands there 0 times/);
    assert.throws(() => mutated("limit: 1, limit: 1", mutant), /2 times/);
  });

  it("live in a copy, and leave it as it was", async () => {
    const sources = mkdtempSync(join(tmpdir(), "rootstock-sources-"));
    for (const folder of ["node_modules", ".git"]) mkdirSync(join(sources, folder));
    writeFileSync(join(sources, "a.ts"), "limit: 1");
    const copy = new SourceCopy(sources);
    try {
      const seen = await copy.withMutant(mutant, () =>
        Promise.resolve([copy.directory, sources].map((folder) => readFileSync(join(folder, "a.ts"), "utf8"))),
      );
      assert.deepEqual(seen, ["limit: $&", "limit: 1"]);
      assert.equal(readFileSync(join(copy.directory, "a.ts"), "utf8"), "limit: 1");
      assert.ok(!existsSync(join(copy.directory, ".git")));
    } finally {
      copy.remove();
      rmSync(sources, { recursive: true, force: true });
    }
    assert.ok(!existsSync(copy.directory));
  });

  it("are reported with who caught them, and survivors by name", () => {
    const outcomes = [
      { mutant, seconds: 2, caught: { by: "unit tests", said: "a | b" } },
      { mutant: { ...mutant, name: "another" }, seconds: 3.4 },
    ];
    assert.equal(score(outcomes), "1 of 2 mutants caught");
    const text = page(outcomes, "2026-11-21");
    assert.match(text, /\| a limit is gone \| `a\.ts` \| unit tests: a \\\| b \| +2 \|/);
    assert.match(text, /\| another +\| `a\.ts` \| \*\*nobody\*\* +\| +3 \|/);
  });
});
