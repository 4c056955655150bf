import assert from "node:assert/strict";
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../plan/program";

describe("rootstock promote, rollback and release", function () {
  this.timeout(300_000);
  let folder = "";
  const file = (name: string): string => join(folder, `Pulumi.${name}.yaml`);
  before(() => {
    // Names that no control plane of this machine was kept under.
    folder = mkdtempSync(join(tmpdir(), "releases-"));
    for (const [name, system, environment] of [
      ["nobody-dev", "todo", "dev"],
      ["nobody-prod", "todo", "prod"],
      ["nobody-else", "detection-api", "prod"],
    ] as const)
      writeFileSync(
        file(name),
        `config:\n  rootstock:system: ${system}\n  rootstock:environment: ${environment}\n  rootstock:imageTag: v1\n  rootstock:cluster: { kind: kubeconfig }\n`,
      );
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  function run(...words: readonly string[]): SpawnSyncReturns<string> {
    const bin = join(projectRoot, "cli/rootstock.cjs");
    return spawnSync(process.execPath, [bin, ...words, "--rehearse"], { encoding: "utf8" });
  }

  function refusal(...words: readonly string[]): string {
    const before = readFileSync(file("nobody-prod"), "utf8");
    const { status, stderr, stdout } = run(...words);
    assert.equal(status, 1, stderr);
    assert.equal(stdout, "");
    assert.equal(readFileSync(file("nobody-prod"), "utf8"), before);
    return stderr;
  }

  const promote = (from: string, to: string): string => refusal("promote", "--from", file(from), "--to", file(to));

  it("refuse what goes backwards, to another system, or from where nothing runs", () => {
    assert.match(promote("nobody-prod", "nobody-dev"), /^prod comes after dev: versions are promoted forwards .*\n$/);
    assert.equal(
      promote("nobody-dev", "nobody-else"),
      "Pulumi.nobody-dev.yaml is about todo, and Pulumi.nobody-else.yaml about detection-api; versions are promoted within one system.\n",
    );
    assert.equal(promote("nobody-dev", "nobody-prod"), "nobody-dev was never deployed; run rootstock up first.\n");
  });

  it("leave history and outputs to say what there is: nothing", () => {
    const about = ["--config", file("nobody-prod")];
    assert.match(refusal("outputs", ...about), /^Stack nobody-prod was never deployed; rootstock up deploys it\.\n$/);
    const { status, stdout } = run("history", ...about, "--json");
    assert.deepEqual([status, JSON.parse(stdout)], [0, { stack: "nobody-prod", deployments: [] }]);
  });

  it("refuse what was never deployed, and a number that is none", () => {
    assert.match(refusal("rollback", "--config", file("nobody-prod")), /^nobody-prod was never deployed, so there is/);
    assert.match(
      refusal("rollback", "--config", file("nobody-prod"), "--to", "last"),
      /^--to is "last"; write the number/,
    );
    assert.match(
      refusal("release", "web", "v2", "--config", file("nobody-else")),
      /^nobody-else was never deployed; run rootstock up first\.\n$/,
    );
  });
});
