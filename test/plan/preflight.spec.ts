import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const root = resolve(__dirname, "../..");

/** What `npm run preflight` prints and returns on a machine with Node and nothing else. */
function preflight(...flags: readonly string[]): { readonly output: string; readonly status: number | null } {
  const home = mkdtempSync(join(tmpdir(), "rootstock-preflight-"));
  try {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ["--import", "tsx", join(root, "plan/preflight.ts"), ...flags],
      { cwd: root, encoding: "utf8", env: { HOME: home, PATH: dirname(process.execPath) } },
    );
    return { output: stdout + stderr, status };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

describe("npm run preflight", () => {
  it("names what the machine lacks for the stack's kind of cluster, and fails", () => {
    const { output, status } = preflight("--env", "dev", "--cluster", "kubeconfig");
    assert.equal(output.split("\n")[0], "On a cluster of kind kubeconfig, pulumi up would fail here:");
    assert.match(output, /- pulumi isn't on PATH/);
    assert.match(output, /- a kubeconfig is missing/);
    assert.equal(status, 1);
  });

  it("answers a wrong flag in a sentence", () => {
    const { output, status } = preflight("--cluster", "dok");
    assert.match(output, /^--cluster is "dok"; .*doks/);
    assert.equal(status, 1);
  });
});
