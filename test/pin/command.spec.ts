import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { objectOf } from "../../plan/manifests";
import { planOf } from "../../plan/plan";
import { imagesOf } from "../../plan/pods";
import { readStack } from "../../plan/stack-file";

const root = resolve(__dirname, "../..");
const file = "Pulumi.test.yaml";
const stack = `# kept
config:
  rootstock:system: detection-api
  rootstock:environment: prod
  rootstock:imageTag: v1.4.0
  rootstock:cluster: { kind: kubeconfig }
  rootstock:platform: { images: { mirror: mirror.internal/all } }
`;

/** A registry's tool that knows a digest for every image but those named lost; the letter tells tags apart. */
const crane = (letter: string): string =>
  `#!/bin/sh
[ "$1" = version ] && exit 0
case "$2" in *lost*) echo 'MANIFEST_UNKNOWN: manifest unknown' >&2; exit 1;; esac
printf 'sha256:%064s\\n' | tr ' ' '${letter}'
`;

describe("npm run pin", function () {
  this.timeout(60_000);
  let directory = "";

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "rootstock-pin-"));
    writeFileSync(join(directory, file), stack);
    registry("a");
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  function registry(letter: string): void {
    writeFileSync(join(directory, "crane"), crane(letter));
    chmodSync(join(directory, "crane"), 0o755);
  }

  function pin(...args: readonly string[]) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        "--require",
        "./plan/loaded-first.cjs",
        "--import",
        "tsx",
        "pin/index.ts",
        "--config",
        join(directory, file),
        ...args,
      ],
      { cwd: root, encoding: "utf8", env: { PATH: `${directory}:/usr/bin:/bin`, HOME: directory } },
    );
    return { status, stdout, stderr, text: readFileSync(join(directory, file), "utf8") };
  }

  it("records what the stack runs, under the names that images have without a mirror", async () => {
    const { status, stderr, text } = pin();
    assert.equal(stderr, "");
    assert.equal(status, 0);
    assert.ok(text.startsWith(stack.slice(0, stack.indexOf("\n  rootstock:platform"))), text);
    assert.doesNotMatch(text, /mirror\.internal\S*sha256/);
    const { run } = await planOf(await readStack({ config: join(directory, file) }));
    const images = run.registrations
      .filter(({ type }) => type === "kubernetes:apps/v1:Deployment")
      .flatMap((made) => {
        const object = objectOf(made);
        return object === undefined ? [] : imagesOf(object);
      });
    assert.notEqual(images.length, 0);
    for (const image of images) assert.match(image, /^mirror\.internal\/all\/\S+:v1\.4\.0@sha256:a{64}$/);
  });

  it("checks what is recorded, and tells a tag that has moved", () => {
    const missing = pin("--check");
    assert.equal(missing.status, 1);
    assert.match(missing.stderr, /^Pulumi\.test\.yaml: .*:v1\.4\.0 is new.*; run npm run pin/m);
    assert.equal(missing.text, stack);
    const { text } = pin();
    assert.equal(pin("--check").status, 0);
    registry("b");
    const moved = pin("--check");
    assert.equal(moved.status, 1);
    assert.match(moved.stderr, /:v1\.4\.0 is moved/);
    assert.equal(moved.text, text);
  });

  it("tells scripts in one document what is new, and what has moved", () => {
    const images = (stdout: string): readonly { readonly digest: string; readonly state: string }[] =>
      (JSON.parse(stdout) as { readonly images: readonly { readonly digest: string; readonly state: string }[] })
        .images;
    const first = pin("--json");
    assert.equal(first.status, 0, first.stderr);
    assert.deepEqual([...new Set(images(first.stdout).map(({ state }) => state))], ["new"]);
    registry("b");
    const moved = pin("--json", "--check");
    assert.equal(moved.status, 1);
    assert.deepEqual(
      [...new Set(images(moved.stdout).map(({ digest, state }) => `${state} ${digest}`))],
      [`moved sha256:${"b".repeat(64)}`],
    );
  });

  it("leaves the file alone where a registry doesn't have an image", () => {
    const lost = stack.replace("v1.4.0", "lost-1");
    writeFileSync(join(directory, file), lost);
    const { status, stderr, text } = pin();
    assert.equal(status, 1);
    assert.match(stderr, /:lost-1: crane found no digest \(MANIFEST_UNKNOWN: manifest unknown\); see that the image/);
    assert.doesNotMatch(stderr, /\n\s+at |fault in Rootstock/);
    assert.equal(text, lost);
  });

  it("says what it needs where nothing can ask a registry", () => {
    rmSync(join(directory, "crane"));
    const { status, stderr } = pin();
    assert.equal(status, 1);
    assert.match(stderr, /asks registries by crane, skopeo or docker buildx, and found none of them/);
  });
});
