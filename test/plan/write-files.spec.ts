import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlanFile } from "../../plan/manifests";
import { writeFiles } from "../../plan/write-files";

const planOf = (...paths: readonly string[]): readonly PlanFile[] => [
  ...paths.map((path) => ({ path, text: `text of ${path}` })),
  { path: "plan.json", text: JSON.stringify({ files: paths }) },
];

describe("writing a plan's files", () => {
  let parent: string;
  let out: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), "rootstock-plan-"));
    out = join(parent, "deep/out");
  });
  afterEach(() => {
    rmSync(parent, { recursive: true, force: true });
  });
  const all = (): readonly string[] =>
    readdirSync(out, { recursive: true, withFileTypes: true })
      .map((entry) => join(entry.parentPath, entry.name).slice(out.length + 1))
      .sort();

  it("makes the directories that it needs", () => {
    writeFiles(out, planOf("a/one.yaml"));
    assert.equal(readFileSync(join(out, "a/one.yaml"), "utf8"), "text of a/one.yaml");
    assert.deepEqual(all(), ["a", "a/one.yaml", "plan.json"]);
  });

  it("removes what an earlier plan wrote and this one doesn't have, with directories that are empty then", () => {
    writeFiles(out, planOf("a/one.yaml", "a/two.yaml", "b/three.yaml", "c/four.yaml"));
    writeFileSync(join(out, "c/mine.txt"), "mine");
    writeFileSync(join(out, "notes.md"), "mine");
    writeFiles(out, planOf("a/one.yaml", "d/five.yaml"));
    assert.deepEqual(all(), ["a", "a/one.yaml", "c", "c/mine.txt", "d", "d/five.yaml", "notes.md", "plan.json"]);
  });

  it("removes nothing outside of its directory, whatever a list says", () => {
    mkdirSync(out, { recursive: true });
    const outside = join(parent, "deep/precious.txt");
    writeFileSync(outside, "precious");
    writeFileSync(join(out, "plan.json"), JSON.stringify({ files: ["../precious.txt", outside, 5, null, "", "."] }));
    writeFiles(out, planOf("a/one.yaml"));
    assert.ok(existsSync(outside));
    assert.deepEqual(all(), ["a", "a/one.yaml", "plan.json"]);
  });

  it("writes nothing at all where an object's name leads out of its directory", () => {
    for (const path of ["../out.yaml", "a/../../out.yaml", "/tmp/rootstock-out.yaml", "a/../../../out.yaml"]) {
      assert.throws(
        () => writeFiles(out, planOf("a/one.yaml", path)),
        (error: Error) => error.name === "UsageError" && error.message.endsWith("would be outside of it."),
        path,
      );
    }
    assert.deepEqual(readdirSync(parent), []);
  });

  it("follows no link that somebody put there, neither to write nor to remove", () => {
    const outside = join(parent, "outside");
    mkdirSync(outside);
    writeFileSync(join(outside, "one.yaml"), "precious");
    mkdirSync(out, { recursive: true });
    symlinkSync(outside, join(out, "a"));
    symlinkSync(join(outside, "one.yaml"), join(out, "two.yaml"));
    symlinkSync(join(outside, "new.yaml"), join(out, "plan.json"));
    const isLink = (error: Error): boolean => error.name === "UsageError" && / is a link, which/.test(error.message);
    for (const path of ["a/one.yaml", "a/deep/three.yaml", "two.yaml"]) {
      assert.throws(() => writeFiles(out, [{ path, text: "evil" }]), isLink, path);
    }
    assert.throws(() => writeFiles(out, planOf("b/four.yaml")), isLink);
    rmSync(join(out, "plan.json"));
    writeFileSync(join(out, "plan.json"), JSON.stringify({ files: ["a/one.yaml"] }));
    assert.throws(() => writeFiles(out, planOf("b/four.yaml")), isLink);
    assert.deepEqual(readdirSync(outside), ["one.yaml"]);
    assert.equal(readFileSync(join(outside, "one.yaml"), "utf8"), "precious");
  });

  it("minds no list that can't be read", () => {
    for (const list of ["", "{", "[]", "null", '{"files":{}}']) {
      mkdirSync(out, { recursive: true });
      writeFileSync(join(out, "plan.json"), list);
      writeFiles(out, planOf("a/one.yaml"));
      assert.ok(existsSync(join(out, "a/one.yaml")), list);
    }
  });

  it("says in a sentence where it can't write", () => {
    const file = join(parent, "file");
    writeFileSync(file, "");
    assert.throws(
      () => {
        writeFiles(file, planOf("a"));
      },
      { name: "UsageError", message: /^--out is .*file, which can't be written to: .+\.$/ },
    );
  });
});
