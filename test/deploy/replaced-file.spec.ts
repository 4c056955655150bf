import assert from "node:assert/strict";
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { putFile, replaceFile } from "../../deploy/replaced-file";

describe("replaceFile", () => {
  let folder = "";
  let file = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "replaced-"));
    file = join(folder, "Pulumi.prod.yaml");
    writeFileSync(file, "old");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("puts another file in its place, with the same rights, and leaves nothing beside it", () => {
    chmodSync(file, 0o640);
    const { ino } = statSync(file);
    replaceFile(file, (text) => `${text} and new`);
    assert.equal(readFileSync(file, "utf8"), "old and new");
    assert.notEqual(statSync(file).ino, ino);
    assert.equal(statSync(file).mode & 0o777, 0o640);
    assert.deepEqual(readdirSync(folder), ["Pulumi.prod.yaml"]);
  });

  it("leaves a file alone that doesn't change", () => {
    const { ino } = statSync(file);
    replaceFile(file, (text) => text);
    assert.equal(statSync(file).ino, ino);
  });

  it("writes what a link leads to, and keeps the link", () => {
    const link = join(folder, "link.yaml");
    symlinkSync(file, link);
    replaceFile(link, () => "new");
    assert.ok(lstatSync(link).isSymbolicLink());
    assert.equal(readFileSync(file, "utf8"), "new");
  });

  it("leaves the old text and no draft where the new one can't be written", () => {
    // A folder in the draft's place can't be opened as a file, whoever runs this.
    const draft = `${file}.${String(process.pid)}.draft`;
    symlinkSync("/proc/no-such-place/file", draft);
    assert.throws(
      () => replaceFile(file, () => "new"),
      /Pulumi\.prod\.yaml can't be written \(ENOENT.*\); it is as it was/,
    );
    assert.equal(readFileSync(file, "utf8"), "old");
    assert.deepEqual(readdirSync(folder), ["Pulumi.prod.yaml"]);
  });

  it("makes a file that isn't there at once, or replaces the one that is", () => {
    const made = join(folder, "Pulumi.pr-1.yaml");
    putFile(made, "new");
    assert.equal(readFileSync(made, "utf8"), "new");
    putFile(file, "newer");
    assert.equal(readFileSync(file, "utf8"), "newer");
    assert.deepEqual(readdirSync(folder).sort(), ["Pulumi.pr-1.yaml", "Pulumi.prod.yaml"]);
    assert.throws(() => putFile(join(folder, "nowhere", "x.yaml"), "new"), /x\.yaml can't be written \(ENOENT/);
  });
});
