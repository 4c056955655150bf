import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../../components/errors";
import type { MirrorList } from "../../mirror/list";
import { mirrorPrefix } from "../../mirror/prefix";
import { mirrorScript } from "../../mirror/script";

const list: MirrorList = {
  charts: [
    { chart: "oci://quay.io/jetstack/charts/cert-manager", version: "v1.21.1", file: "cert-manager-v1.21.1.tgz" },
    { chart: "dapr", version: "1.18.3", repository: "https://dapr.github.io/helm-charts", file: "dapr-1.18.3.tgz" },
  ],
  images: [
    { image: "ghcr.io/a/b:v1@sha256:0", from: "ghcr.io/a/b@sha256:0", path: "a/b:v1", usedBy: ["dapr"] },
    { image: "x/y:it's $(touch x)", from: "x/y:it's $(touch x)", path: "y:it's $(touch x)", usedBy: ["odd"] },
  ],
};

/** What the script's programs were asked, with only these programs beside the shell's own. */
function ran(programs: readonly string[], to: string | undefined, ...args: readonly string[]) {
  const directory = mkdtempSync(join(tmpdir(), "mirror-"));
  try {
    const calls = join(directory, "calls");
    writeFileSync(calls, "");
    for (const program of programs) {
      writeFileSync(
        join(directory, program),
        `#!/bin/sh\nprintf '%s\\n' "${program}|$(printf '%s|' "$@")" >> '${calls}'\n`,
      );
      chmodSync(join(directory, program), 0o755);
    }
    const script = join(directory, "mirror.sh");
    writeFileSync(
      script,
      mirrorScript({ of: "stack prod (Pulumi.prod.yaml)", list, ...(to === undefined ? {} : { to }) }),
    );
    for (const tool of ["dirname", "mkdir"]) {
      writeFileSync(join(directory, tool), `#!/bin/sh\nPATH=/usr/bin:/bin exec ${tool} "$@"\n`);
      chmodSync(join(directory, tool), 0o755);
    }
    const { status, stdout, stderr } = spawnSync("/bin/sh", [script, ...args], {
      encoding: "utf8",
      env: { PATH: directory },
    });
    return { status, stdout, stderr, calls: readFileSync(calls, "utf8").trim().split("\n"), directory };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const charts = [
  "helm|pull|oci://quay.io/jetstack/charts/cert-manager|--version|v1.21.1|--destination|charts|",
  "helm|pull|dapr|--repo|https://dapr.github.io/helm-charts|--version|1.18.3|--destination|charts|",
];

describe("the script of a mirror", () => {
  it("fetches charts and copies images by crane, whatever stands in a name", () => {
    const { calls, status, stderr, stdout, directory } = ran(["helm", "crane", "skopeo"], "registry.internal/mirror");
    assert.equal(stderr, "");
    assert.equal(status, 0);
    assert.deepEqual(calls, [
      ...charts,
      "crane|copy|ghcr.io/a/b@sha256:0|registry.internal/mirror/a/b:v1|",
      "crane|copy|x/y:it's $(touch x)|registry.internal/mirror/y:it's $(touch x)|",
    ]);
    assert.ok(stdout.includes(`2 charts are in ${directory}/charts, 2 images in registry.internal/mirror.`), stdout);
  });

  it("copies by skopeo where there is no crane, every platform and its digest", () => {
    const { calls } = ran(["helm", "skopeo"], "registry.internal/mirror", "other:5000/m");
    assert.equal(
      calls[2],
      "skopeo|copy|--all|--preserve-digests|docker://ghcr.io/a/b@sha256:0|docker://other:5000/m/a/b:v1|",
    );
  });

  it("does nothing without a mirror or a program that copies", () => {
    const nowhere = ran(["helm", "crane"], undefined);
    assert.equal(nowhere.status, 2);
    assert.equal(nowhere.stderr, "usage: sh mirror.sh REGISTRY/PREFIX, such as registry.internal/mirror\n");
    assert.deepEqual(nowhere.calls, [""]);
    const bare = ran(["helm"], "registry.internal/mirror");
    assert.equal(bare.status, 1);
    assert.equal(bare.stderr, "mirror.sh needs crane or skopeo, and found neither on PATH.\n");
    assert.deepEqual(bare.calls, [""]);
  });

  it("stops at the first failure", () => {
    const { status, calls } = ran(["crane"], "registry.internal/mirror");
    assert.equal(status, 127);
    assert.deepEqual(calls, [""]);
  });
});

describe("--to", () => {
  it("is a registry's prefix without a scheme", () => {
    assert.equal(mirrorPrefix("registry.internal:5000/mirror"), "registry.internal:5000/mirror");
    assert.throws(
      () => mirrorPrefix("https://registry.internal"),
      new UsageError(
        '--to is "https://registry.internal"; write a registry prefix without a scheme, such as registry.internal/mirror.',
      ),
    );
  });
});
