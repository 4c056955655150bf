import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planList } from "../../plan/manifests";
import { projectRoot } from "../../plan/program";

/** A stored plan with one claim, of a class, and one Secret. */
function plan(storageClassName: string, password: string): string {
  const resource = (kind: string, inputs: Readonly<Record<string, unknown>>): unknown => ({
    urn: `urn:pulumi:prod::rootstock::kubernetes:core/v1:${kind}::x`,
    type: `kubernetes:core/v1:${kind}`,
    name: "x",
    custom: true,
    id: "n/x",
    inputs: { apiVersion: "v1", kind, metadata: { name: "x", namespace: "n" }, ...inputs },
  });
  return JSON.stringify({
    resources: [
      resource("PersistentVolumeClaim", { spec: { storageClassName } }),
      resource("Secret", { stringData: { PASSWORD: password } }),
    ],
  });
}

describe("rootstock review --json", () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "rootstock-review-json-"));
    for (const [name, text] of [
      ["base", plan("slow", "hunter1")],
      ["head", plan("fast", "hunter2")],
    ] as const) {
      mkdirSync(join(directory, name));
      writeFileSync(join(directory, name, planList), text);
    }
  });
  after(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  function reviewed(head: string, ...words: readonly string[]): { readonly out: string; readonly err: string } {
    const bin = join(projectRoot, "cli/rootstock.cjs");
    const plans = ["--base", join(directory, "base"), "--head", join(directory, head)];
    const { stderr, stdout } = spawnSync(process.execPath, [bin, "review", ...plans, "--json", ...words], {
      encoding: "utf8",
    });
    return { out: stdout, err: stderr };
  }

  it("is one document, with the verdict, the figures and each object, and no secret", () => {
    const { err, out } = reviewed("head", "--title", "A faster disk", "--out", join(directory, "out"));
    assert.equal(err, "");
    const review = JSON.parse(out) as Record<string, unknown> & { readonly objects: Record<string, unknown>[] };
    assert.deepEqual(
      [review["title"], review["verdict"], review["counts"]],
      ["A faster disk", "loss", { added: 0, changed: 0, replaced: 1, deleted: 0 }],
    );
    const [claim] = review.objects;
    assert.deepEqual(
      [claim?.["fate"], claim?.["severity"], claim?.["title"], claim?.["fields"]],
      [
        "replaced",
        "loss",
        "PersistentVolumeClaim n/x",
        [{ path: ["spec", "storageClassName"], kind: "changed", before: "slow", after: "fast" }],
      ],
    );
    assert.doesNotMatch(out, /hunter/);
    assert.equal(readFileSync(join(directory, "out", "review.json"), "utf8"), out);
  });

  it("says so when nothing is different", () => {
    const { verdict, objects } = JSON.parse(reviewed("base").out) as { verdict: string; objects: unknown[] };
    assert.deepEqual([verdict, objects], ["none", []]);
  });
});
