import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");

/** Runs the command as `npm run plan` does. */
function command(...args: readonly string[]) {
  // No account, no passphrase, no home: nothing of this machine may be needed.
  const env = { PATH: process.env["PATH"], HOME: join(tmpdir(), "rootstock-no-home") };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", "./plan/loaded-first.cjs", "--import", "tsx", "plan/index.ts", ...args],
    {
      cwd: root,
      env,
      encoding: "utf8",
    },
  );
  return { status, stdout, stderr };
}

describe("npm run plan", function () {
  this.timeout(60_000);

  it("prints what a reviewer wants, writes files, and needs nothing of the machine", () => {
    const out = mkdtempSync(join(tmpdir(), "rootstock-plan-"));
    try {
      const { status, stdout, stderr } = command("--env", "prod", "--out", out);
      assert.equal(status, 0, stderr);
      assert.equal(stderr, "");
      const sections = [
        "Layers",
        "Endpoints",
        "Charts",
        "Images",
        "Capacity",
        "Kept at destroy",
        "Stand-ins for secrets",
        "Warnings",
      ];
      const lines = stdout.split("\n");
      assert.deepEqual(
        lines.filter((line) => sections.includes(line)),
        sections,
      );
      assert.equal(lines[0], "Plan of stack prod (Pulumi.prod.yaml)");
      assert.match(stdout, /\n {2}application +\d+ {2}2 Component, .*5 Deployment, 5 HorizontalPodAutoscaler/);
      assert.match(stdout, /\n {2}frontend +https:\/\/todo\.example\.com\/\n/);
      assert.match(stdout, /\n {2}dapr +1\.18\.\d+ +dapr-system/);
      assert.match(stdout, /\n {2}ghcr\.io\/hackathon-todo\/backend:v1\.0\.0\n/);
      assert.match(stdout, /\n {2}nodes, 3 at least +\d+m CPU/);
      assert.match(stdout, /\n {2}- ingress-nginx was retired upstream/);
      assert.ok(existsSync(join(out, "production/deployment-backend.yaml")));
      assert.deepEqual(readdirSync(out).sort(), [
        "_charts",
        "_cluster",
        "dapr-system",
        "monitoring",
        "plan.json",
        "production",
      ]);
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  });

  it("ends with a sentence and no stack trace where it is asked for the impossible", () => {
    for (const args of [
      ["--env", "pord"],
      ["--config", "nowhere.yaml"],
      ["--config", "test/fixtures/bad-config/several-mistakes.yaml"],
      ["--flag"],
    ]) {
      const { status, stdout, stderr } = command(...args);
      assert.equal(status, 1, args.join(" "));
      assert.equal(stdout, "");
      assert.match(stderr, /\S/);
      assert.doesNotMatch(stderr, /\n\s+at |node:internal|UsageError/, stderr);
    }
  });
});
