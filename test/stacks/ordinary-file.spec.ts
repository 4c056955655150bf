import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readOrdinaryFile } from "../../stacks/ordinary-file";

describe("reading a file that somebody names", () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "rootstock-file-"));
  });
  after(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it("takes the whole text, across chunks, also behind a link", () => {
    for (const text of ["", "ä", "x".repeat(200_000), `${"y".repeat(65_535)}ü${"z".repeat(10)}`]) {
      writeFileSync(join(directory, "text"), text);
      assert.equal(readOrdinaryFile(join(directory, "text"), 300_000), text);
    }
    symlinkSync("text", join(directory, "link"));
    assert.match(readOrdinaryFile(join(directory, "link"), 300_000), /^y+üz{10}$/);
  });

  it("refuses what is larger than it may be, to the byte", () => {
    writeFileSync(join(directory, "large"), "x".repeat(1001));
    assert.equal(readOrdinaryFile(join(directory, "large"), 1001).length, 1001);
    assert.throws(
      () => readOrdinaryFile(join(directory, "large"), 1000),
      /^Error: it has 1001 bytes, and 1000 are the/,
    );
  });

  it("refuses directories, devices and pipes that nobody writes to, without waiting", () => {
    execFileSync("mkfifo", [join(directory, "pipe")]);
    for (const file of [directory, "/dev/null", "/dev/zero", join(directory, "pipe")])
      assert.throws(() => readOrdinaryFile(file, 1000), /it is no ordinary file/, file);
  });

  it("waits for no file of /proc, and reads no more of one than it may", function () {
    if (process.platform !== "linux") this.skip();
    assert.match(readOrdinaryFile("/proc/version", 10_000), /^Linux/);
    assert.throws(() => readOrdinaryFile("/proc/version", 10), /bytes, and 10 are the most/);
    // The kernel's log is told as an ordinary file, and has no end: whoever may read it would wait for the next line.
    assert.throws(() => {
      for (;;) readOrdinaryFile("/proc/kmsg", 1_000_000);
    });
  });
});
