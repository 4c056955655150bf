import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const directory = resolve(__dirname, "../../docs");

/** A test as a document names it: the file, and words of its title. */
interface Claim {
  readonly file: string;
  readonly title: string;
}

/** Links to specs, each followed by the title in quotation marks; lines may break anywhere. */
function claimsOf(text: string): readonly Claim[] {
  const plain = text.replaceAll(/\s+/g, " ");
  return [...plain.matchAll(/\]\((\.\.\/test\/[^)]+\.spec\.ts)\)(?: "([^"]*)")?/g)].map(
    ([, file = "", title = ""]) => ({ file: resolve(directory, file), title }),
  );
}

/** Whether a spec has a test whose title holds the words; a title may be a template. */
function hasTest(source: string, title: string): boolean {
  const titles = [...source.matchAll(/\bit\(\s*(?:"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/g)];
  return title !== "" && titles.some(([, plain = "", template = ""]) => `${plain}${template}`.includes(title));
}

describe("docs/threat-model.md", () => {
  const claims = claimsOf(readFileSync(resolve(directory, "threat-model.md"), "utf8"));

  it("links each claim to a test", () => {
    assert.ok(claims.length >= 25, String(claims.length));
  });

  it("names tests that exist, by file and title", () => {
    for (const { file, title } of claims)
      assert.ok(hasTest(readFileSync(file, "utf8"), title), `${file} has no test "${title}"`);
  });

  it("would notice one that is gone", () => {
    const source = 'describe("x", () => { it("holds", () => {}); it(`so: holds, too`, () => {}); });';
    assert.deepEqual(
      ["holds", ": holds, too", "held", "x", ""].map((title) => hasTest(source, title)),
      [true, true, false, false, false],
    );
  });

  it("says what isn't proven", () => {
    assert.match(readFileSync(resolve(directory, "threat-model.md"), "utf8"), /## Not proven\n\n- /);
  });
});
