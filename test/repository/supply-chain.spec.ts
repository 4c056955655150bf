import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { charts } from "../../components/platform/versions";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly uses?: string; readonly steps?: readonly Step[] }>>;
}

interface PackageLists {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

interface LockFile {
  readonly packages: Readonly<
    Record<string, { readonly integrity?: string; readonly inBundle?: boolean; readonly optional?: boolean }>
  >;
}

/**
 * Programs of Biome and knip for platforms that the registry had no packages for when the lock file was made: optional,
 * of development only, and without checksums until somebody makes it anew where they are to be had.
 */
const ofOtherPlatforms = /^node_modules\/(@biomejs\/cli|@oxc-parser\/binding)-/;

const root = resolve(__dirname, "../..");
const text = (file: string): string => readFileSync(join(root, file), "utf8");
const exact = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

const workflows = readdirSync(join(root, ".github/workflows")).map(
  (file) => [file, parse(text(`.github/workflows/${file}`)) as Workflow] as const,
);
const steps = workflows.flatMap(([file, { jobs }]) =>
  Object.values(jobs).flatMap(({ steps: own = [] }) => own.map((step) => [file, step] as const)),
);

describe("what the project is made with", () => {
  it("is pinned: every package of npm in one version, by checksum in the lock file", () => {
    for (const folder of [".", "judge/programs/cdk8s"]) {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(text(`${folder}/package.json`)) as PackageLists;
      for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
        assert.match(version, exact, name);
      const { packages } = JSON.parse(text(`${folder}/package-lock.json`)) as LockFile;
      const unchecked = Object.entries(packages).filter(
        ([path, { inBundle, integrity, optional }]) =>
          path !== "" &&
          inBundle !== true &&
          integrity === undefined &&
          !(optional === true && ofOtherPlatforms.test(path)),
      );
      assert.deepEqual(unchecked, []);
    }
  });

  it("is pinned: every Go module by its checksums, every package of Python in one version, by its checksums", () => {
    const modules = ["rehearsal", "judge", "test"].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith("go.mod"))
        .map((file) => join(folder, file)),
    );
    assert.ok(modules.length >= 6, String(modules));
    for (const file of modules) assert.ok(existsSync(join(root, dirname(file), "go.sum")), file);
    const packages = text("judge/programs/python/requirements.txt")
      .trim()
      .split(/\n(?! )/);
    assert.ok(packages.length > 90, String(packages.length));
    for (const one of packages) assert.match(one, /^[\w.-]+==\d[\w.]*( \\\n {4}--hash=sha256:[0-9a-f]{64})+$/);
    assert.match(text("judge/python-programs.ts"), /"--require-hashes"/);
  });

  it("is installed from lock files only", () => {
    const commands = [...steps.map(([, { run = "" }]) => run), text(".ci/run")].join("\n");
    assert.match(commands, /npm ci/);
    assert.doesNotMatch(commands, /npm (install|i|add|update)\b|npx |yarn |pip install/);
  });
});

describe("what the project publishes and installs", () => {
  it("are images with what they are made of and where they come from, signed by digest", () => {
    const own = steps.filter(([file]) => file === "image.yml").map(([, step]) => step);
    const [published, ...others] = own.filter((step) => step.with?.["push"] === true);
    assert.deepEqual(others, []);
    assert.deepEqual([published?.with?.["sbom"], published?.with?.["provenance"]], [true, "mode=max"]);
    const signing = own.find(({ run = "" }) => run.startsWith("cosign sign"));
    assert.ok(signing !== undefined);
    assert.ok(own.indexOf(signing) > (published === undefined ? -1 : own.indexOf(published)));
    assert.match(
      text(".github/workflows/image.yml"),
      /REFERENCE: \$\{\{ inputs\.image \}\}@\$\{\{ steps\.build\.outputs\.digest \}\}/,
    );
  });

  it("are charts in one version each, from where nobody can listen in", () => {
    for (const { name, version, repository } of Object.values(charts)) {
      assert.match(version.replace(/^v/, ""), exact, name);
      assert.match(repository, /^(https|oci):\/\//, name);
    }
  });
});
