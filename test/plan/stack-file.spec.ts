import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownerFlags } from "../../plan/owner";
import { type Flags, readStack, stackFile } from "../../plan/stack-file";
import { systemNames } from "../../stacks/systems";

/** The settings that a stack's file and flags come to. */
async function settingsOf(flags: Flags) {
  const { raw, stack, standIns } = await readStack(flags);
  const value = (key: string): unknown => {
    const text = raw.values[`rootstock:${key}`] ?? "";
    return text.startsWith("{") ? JSON.parse(text) : text;
  };
  return { stack, standIns, file: raw.file, value, secretKeys: raw.secretKeys };
}

const refusals: readonly (readonly [flags: Flags, message: string])[] = [
  [{ env: "pord" }, '--env is "pord"; it must be one of dev, staging, prod (did you mean prod?).'],
  [{ env: "x" }, '--env is "x"; it must be one of dev, staging, prod.'],
  [
    { cluster: "minikbue" },
    '--cluster is "minikbue"; it must be one of doks, eks, gke, minikube, kubeconfig, stack (did you mean minikube?).',
  ],
  [{ system: "tood" }, `--system is "tood"; it must be one of ${systemNames.join(", ")} (did you mean todo?).`],
  [
    { config: "Pulumi.porf.yaml" },
    "Pulumi.porf.yaml doesn't exist; name a stack's file with --config, such as --config Pulumi.prod.yaml.",
  ],
];

describe("flags", () => {
  it("choose the file of the environment", async () => {
    const { stack, file, value } = await settingsOf({ env: "staging" });
    assert.deepEqual(
      [stack, file, value("environment"), value("cluster")],
      ["staging", "Pulumi.staging.yaml", "staging", { kind: "stack", reference: "prod" }],
    );
    assert.equal((await settingsOf({})).stack, "dev");
  });

  it("override what the file says", async () => {
    const { value, stack } = await settingsOf({
      config: "Pulumi.dev.yaml",
      env: "prod",
      cluster: "gke",
      system: "todo",
    });
    assert.deepEqual([stack, value("environment"), value("cluster")], ["dev", "prod", { kind: "gke" }]);
  });

  it("keep the file's cluster where it is of that kind already", async () => {
    const { value } = await settingsOf({ config: "test/fixtures/encrypted-stack.yaml", cluster: "eks" });
    assert.deepEqual(value("cluster"), { kind: "eks", region: "eu-west-1", nodePool: { size: "t3.large", max: 6 } });
    const { value: other } = await settingsOf({ config: "test/fixtures/encrypted-stack.yaml", cluster: "doks" });
    assert.deepEqual(other("cluster"), { kind: "doks" });
  });

  for (const [flags, message] of refusals) {
    it(`are refused with what is near: ${message}`, async () => {
      await assert.rejects(readStack(flags), { name: "UsageError", message });
    });
  }

  it("name files by their stacks", () => {
    assert.equal(stackFile({ config: "Pulumi.prod.yaml" }).stack, "prod");
    assert.equal(stackFile({ config: "test/fixtures/encrypted-stack.yaml", env: "prod" }).stack, "prod");
    assert.equal(stackFile({ config: "test/fixtures/encrypted-stack.yaml" }).stack, "dev");
  });

  it("never lead into a directory", async () => {
    await assert.rejects(readStack({ config: "test/fixtures" }), {
      name: "UsageError",
      message: /^.*test\/fixtures can't be read \(it is no ordinary file\); name a stack's file with --config\.$/,
    });
  });
});

describe("stand-ins", () => {
  it("take the place of every secret that the program needs, and of those that the file has", async () => {
    const { standIns, value, secretKeys } = await settingsOf({ config: "test/fixtures/encrypted-stack.yaml" });
    assert.deepEqual([...standIns].sort(), [
      "DATABASE_URL",
      "FRONTEND_DATABASE_URL",
      "GHCR_TOKEN",
      "GHCR_USERNAME",
      "KUBECONFIG",
      "OPENAI_API_KEY",
      "REDPANDA_BROKERS",
      "REDPANDA_PASSWORD",
      "REDPANDA_USERNAME",
      "SLACK_WEBHOOK_URL",
    ]);
    const secrets = value("secrets") as Record<string, string>;
    assert.equal(secrets["DATABASE_URL"], "postgresql://todo:stand-in@neon.invalid/todo");
    assert.deepEqual(secretKeys, ["rootstock:secrets"]);
  });

  it("include a kubeconfig where the cluster is somebody's own", async () => {
    const { value } = await settingsOf({ cluster: "kubeconfig" });
    assert.match((value("secrets") as Record<string, string>)["KUBECONFIG"] ?? "", /stand-in\.invalid/);
    const { standIns } = await settingsOf({});
    assert.ok(!standIns.includes("KUBECONFIG"));
  });

  it("stand for a map that is encrypted as a whole, too", async () => {
    const directory = mkdtempSync(join(tmpdir(), "rootstock-stack-"));
    try {
      const file = join(directory, "Pulumi.dev.yaml");
      writeFileSync(
        file,
        [
          "config:",
          "  system: todo",
          "  rootstock:environment: dev",
          "  rootstock:domain: example.com",
          "  rootstock:imageTag: v1",
          "  rootstock:cluster: {kind: doks}",
          "  rootstock:secrets: {secure: v1:abc}",
        ].join("\n"),
      );
      const { standIns, value } = await settingsOf({ config: file });
      assert.ok(standIns.includes("DATABASE_URL"));
      assert.equal(value("system"), "todo", "a key without the project's name is the project's");
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

describe("the owner of a shared cluster", () => {
  it("is the stack of that name, or production where it has no file here", async () => {
    const borrowed = await readStack({ env: "staging" });
    assert.match(ownerFlags(borrowed)?.flags.config ?? "", /Pulumi\.prod\.yaml$/);
    const itself = await readStack({ env: "prod", cluster: "stack" });
    assert.deepEqual(ownerFlags(itself), { stack: "prod", flags: { env: "prod", cluster: "doks" } });
    assert.equal(ownerFlags(await readStack({ env: "prod" })), undefined);
  });
});

describe("stand-ins for sealed texts", () => {
  const sealedIn = (value: unknown): Readonly<Record<string, string>> =>
    (value as { readonly sealed: Readonly<Record<string, string>> }).sealed;

  it("take the place of every text that the file lacks, and are named as such", async () => {
    const { standIns, value } = await settingsOf({ system: "detection-api", env: "prod" });
    const sealed = sealedIn(value("secretBackEnd"));
    assert.deepEqual(Object.keys(sealed).sort(), ["JWT_SIGNING_KEY", "TAK_ENDPOINT", "TAK_PASSWORD", "TAK_USERNAME"]);
    for (const name of Object.keys(sealed)) assert.ok(standIns.includes(name), name);
    const supplied = Object.keys(value("secrets") as object);
    assert.ok(!supplied.includes("TAK_USERNAME"), "nobody supplies what is sealed");
    // Kyverno reads them in its own namespace, where nothing opens that was sealed for this one.
    assert.ok(supplied.includes("REGISTRY_USERNAME") && supplied.includes("REGISTRY_PASSWORD"));
  });

  it("leave texts that the file has, and a file's back end to the file's own system", async () => {
    const directory = mkdtempSync(join(tmpdir(), "rootstock-stack-"));
    try {
      const config = join(directory, "Pulumi.prod.yaml");
      writeFileSync(
        config,
        [
          "config:",
          "  rootstock:system: detection-api",
          "  rootstock:environment: prod",
          "  rootstock:imageTag: v1",
          "  rootstock:cluster: {kind: kubeconfig}",
          "  rootstock:secretBackEnd: {sealed: {TAK_USERNAME: AgBtheOne}}",
          "  rootstock:secretVersions: {TAK_USERNAME: {version: 2, rotated: '2026-11-20'}}",
        ].join("\n"),
      );
      const own = await settingsOf({ config });
      const sealed = sealedIn(own.value("secretBackEnd"));
      assert.equal(sealed["TAK_USERNAME"], "AgBtheOne");
      assert.ok(!own.standIns.includes("TAK_USERNAME") && own.standIns.includes("TAK_PASSWORD"));
      const other = await settingsOf({ config, system: "juniper-canopy" });
      assert.deepEqual([other.value("secretBackEnd"), other.value("secretVersions")], ["", ""]);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
