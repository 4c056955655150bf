import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { commands } from "../../cli/commands";
import { projectRoot } from "../../plan/program";

/** Runs the program as a shell would, from another folder. */
function rootstock(...words: readonly string[]): { readonly code: number | null; readonly out: string; err: string } {
  const bin = join(projectRoot, "cli/rootstock.cjs");
  const { status, stderr, stdout } = spawnSync(process.execPath, [bin, ...words], { cwd: "/", encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}

describe("rootstock", () => {
  it("lists every command, with examples", () => {
    const { code, out } = rootstock("--help");
    assert.equal(code, 0);
    for (const name of Object.keys(commands)) assert.match(out, new RegExp(`^ {2}${name} {2,}\\S`, "m"));
    assert.match(out, /Examples:\n {2}rootstock plan/);
  });

  it("loads each command under the name by which it is listed", async () => {
    for (const [name, { load, summary }] of Object.entries(commands)) {
      const command = await load();
      assert.ok(command.description().length > 20, name);
      assert.ok(summary.length < 80, name);
    }
  });

  it("tells a command line that it can't read from one that fails", () => {
    const unknown = rootstock("plam");
    assert.equal(unknown.code, 2);
    assert.match(unknown.err, /unknown command 'plam'\n\(Did you mean plan\?\)/);
    assert.equal(rootstock("plan", "--nope").code, 2);
    const refused = rootstock("plan", "--env", "moon");
    assert.equal(refused.code, 1);
    assert.equal(refused.err, '--env is "moon"; it must be one of dev, staging, prod.\n');
  });

  it("says nothing when its reader has read enough, and goes on", () => {
    const bin = join(projectRoot, "cli/rootstock.cjs");
    for (const words of ["--help", "plan --env dev"]) {
      const line = `"${process.execPath}" "${bin}" ${words} | true; exit "\${PIPESTATUS[0]}"`;
      const { status, stderr } = spawnSync("bash", ["-c", line], { cwd: projectRoot, encoding: "utf8" });
      assert.deepEqual([words, status, stderr], [words, 0, ""]);
    }
  });

  it("runs a command as npm run does", () => {
    const { code, out } = rootstock("explain", "domain", "--env", "dev");
    assert.equal(code, 0);
    assert.match(out, /^domain: example\.com\n/);
  });
});
