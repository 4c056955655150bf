import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commitOf } from "../../deploy/deployed-commit";

describe("the commit that is deployed", () => {
  const directory = mkdtempSync(join(tmpdir(), "commit-"));
  const git = (...words: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@test.invalid", ...words], {
      cwd: directory,
      encoding: "utf8",
    }).trim();
  after(() => rmSync(directory, { recursive: true }));

  it("is the one that CI names", async () => {
    assert.equal(await commitOf({ GITHUB_SHA: "abc" }, directory), "abc");
  });

  it("is unknown where there is no checkout", async () => {
    assert.equal(await commitOf({}, directory), undefined);
  });

  it("is the checkout's, and says so where files differ from it", async () => {
    git("init", "--quiet");
    writeFileSync(join(directory, "file"), "one");
    git("add", "file");
    git("commit", "--quiet", "--message", "one");
    const head = git("rev-parse", "HEAD");
    assert.equal(await commitOf({}, directory), head);
    writeFileSync(join(directory, "file"), "two");
    assert.equal(await commitOf({}, directory), `${head}-dirty`);
  });
});
