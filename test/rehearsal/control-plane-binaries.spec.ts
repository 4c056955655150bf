import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { UsageError } from "../../components/errors";
import { findBinaries, isRightVersion } from "../../rehearsal/control-plane/binaries";
import { cacheDirectory, clusterDirectory } from "../../rehearsal/control-plane/directories";
import { buildModule, executableName } from "../../rehearsal/control-plane/go-build";
import { controlPlaneModule, minorOf, requiredVersion, toolModule } from "../../rehearsal/control-plane/modules";

const quiet = (): void => undefined;

/** A module with one program, which a stand-in for the compiler builds. */
const oneProgram = toolModule(
  path.join(__dirname, "../../rehearsal/control-plane"),
  { "metrics-server": "sigs.k8s.io/metrics-server/cmd/metrics-server" },
  () => [],
);

describe("the cache", () => {
  it("is where ROOTSTOCK_CACHE says, else XDG_CACHE_HOME, else in the home directory", () => {
    assert.equal(cacheDirectory({ ROOTSTOCK_CACHE: "/a", XDG_CACHE_HOME: "/b" }), "/a");
    assert.equal(cacheDirectory({ ROOTSTOCK_CACHE: "", XDG_CACHE_HOME: "/b" }), "/b/rootstock");
    assert.match(cacheDirectory({}), /\/\.cache\/rootstock$/);
    assert.equal(clusterDirectory("one", { ROOTSTOCK_CACHE: "/a" }), "/a/clusters/one");
  });
});

describe("the modules", () => {
  it("take their versions from go.mod", () => {
    assert.equal(
      requiredVersion("require (\n\tk8s.io/kubernetes v1.2.3 // indirect\n)", "k8s.io/kubernetes"),
      "v1.2.3",
    );
    assert.throws(() => requiredVersion("", "k8s.io/kubernetes"), /doesn't require k8s.io\/kubernetes/);
    assert.equal(minorOf("v1.36.3"), "1.36");
  });

  it("give the Kubernetes programs the version that charts look at", () => {
    const flags = controlPlaneModule().linkerFlags;
    assert.ok(flags.some((flag) => /component-base\/version\.gitVersion=v1\.36\.\d+$/.test(flag)));
    assert.ok(flags.includes("-X k8s.io/component-base/version.gitMinor=36"));
  });

  it("have each a key of their own, the same every time", () => {
    assert.equal(controlPlaneModule().key, controlPlaneModule().key);
    assert.notEqual(controlPlaneModule().key, oneProgram.key);
  });

  it("know the name that Go gives a program", () => {
    assert.equal(executableName("go.etcd.io/etcd/server/v3"), "server");
    assert.equal(executableName("helm.sh/helm/v3/cmd/helm"), "helm");
  });
});

describe("programs on PATH", () => {
  const cases = [
    ["kube-apiserver", "Kubernetes v1.36.0", true],
    ["kube-apiserver", "Kubernetes v1.35.9", false],
    ["kubectl", "Client Version: v1.36.1", true],
    ["helm", "v3.15.0+gabc", true],
    ["helm", "v4.1.0", true],
    ["helm", "v2.17.0", false],
    ["etcd", "etcd Version: 3.6.8\nGit SHA: x", true],
    ["etcd", "etcd Version: 3.4.1", false],
    ["kwok", "kwok version v0.8.0 go1.26 (linux/amd64)", true],
    ["kwokctl", "kwokctl version v0.7.0", false],
    ["metrics-server", "v0.9.0", true],
    ["kube-scheduler", "no idea", false],
  ] as const;
  for (const [tool, output, right] of cases) {
    it(`${right ? "take" : "leave"} a ${tool} that says "${output.split("\n")[0] ?? ""}"`, () => {
      assert.equal(isRightVersion(tool, output, "1.36"), right);
    });
  }
});

describe("building the programs", () => {
  const saved = { ...process.env };
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "rootstock-build-"));
    process.env["ROOTSTOCK_CACHE"] = path.join(directory, "cache");
  });

  afterEach(async () => {
    process.env = { ...saved };
    await rm(directory, { recursive: true, force: true });
  });

  /** A stand-in for the Go compiler: does what the script says, with $out as the output directory. */
  async function fakeGo(script: string): Promise<void> {
    const bin = path.join(directory, "bin");
    await mkdir(bin, { recursive: true });
    const find =
      'if [ "$1" = version ]; then exit 0; fi; while [ $# -gt 0 ]; do if [ "$1" = -o ]; then out=$2; fi; shift; done';
    await writeFile(path.join(bin, "go"), `#!/bin/sh\n${find}\n${script}\n`);
    await chmod(path.join(bin, "go"), 0o755);
    process.env["PATH"] = `${bin}:/usr/bin:/bin`;
  }

  const build = async (): Promise<string> => buildModule(oneProgram, cacheDirectory(), quiet);
  const succeed = 'echo run >> "$out/../runs"; sleep 0.2; echo program > "$out/metrics-server"';

  it("happens once, however many ask for it", async () => {
    await fakeGo(succeed);
    const [folder, ...others] = await Promise.all([build(), build(), build()]);
    assert.deepEqual(others, [folder, folder]);
    assert.deepEqual(await readdir(folder), ["metrics-server"]);
    const parent = path.dirname(folder);
    assert.deepEqual((await readdir(parent)).toSorted(), [path.basename(folder), "runs"]);
    assert.equal(await readFile(path.join(parent, "runs"), "utf8"), "run\n");
  });

  it("takes over from a build that was killed", async () => {
    await fakeGo(succeed);
    const target = path.join(cacheDirectory(), "programs", `${oneProgram.name}-${oneProgram.key}`);
    await mkdir(`${target}.dead01`, { recursive: true });
    await writeFile(`${target}.lock`, "999999999 1");
    assert.equal(await build(), target);
    assert.ok(!(await readdir(path.dirname(target))).some((entry) => entry.endsWith("dead01")));
  });

  it("says in a sentence that the disk is full, and leaves nothing half-built", async () => {
    await fakeGo('echo half > "$out/metrics-server"; echo "write x: no space left on device" >&2; exit 1');
    await assert.rejects(build(), (error) => error instanceof UsageError && /^The disk is full: /.test(error.message));
    assert.deepEqual(await readdir(path.join(cacheDirectory(), "programs")), []);
  });

  it("says in a sentence that modules can't be downloaded", async () => {
    await fakeGo('echo "go: x@v1: dial tcp: lookup nowhere: no such host" >&2; exit 1');
    await assert.rejects(build(), /couldn't download a module.*`npm run plan` needs Node alone\.$/);
  });

  it("says in a sentence that there is no Go, and what works without", async () => {
    process.env["PATH"] = path.join(directory, "nothing");
    const found = findBinaries({ metricsServer: false }, quiet);
    await assert.rejects(found, (error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, /there is no Go to build them with.*`npm run plan`, which needs Node alone\.$/);
      return true;
    });
  });
});
