import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { previewBase, writePreview } from "../../deploy/preview-files";
import { secretsProviderIn } from "../../deploy/preview-settings";
import { PulumiRegister } from "../../deploy/pulumi-register";
import { openStack, pulumiIn, pulumiText } from "../../deploy/pulumi-stack";
import { type EngineProject, enginePresent, engineProject } from "./workspace";

const present = enginePresent();

describe(`stacks where Pulumi keeps them${present ? "" : " (left out: pulumi is not on PATH)"}`, function () {
  this.timeout(300_000);
  let project: EngineProject;
  let register: PulumiRegister;
  const expires = Date.parse("2026-11-24T09:00:00Z");

  before(async function () {
    if (!present) return this.skip();
    project = engineProject({});
    register = new PulumiRegister(project);
    const stack = await project.stack("dev", {
      "rootstock:environment": { value: "dev" },
      "rootstock:imageTag": { value: "v1" },
      "rootstock:secrets.DATABASE_URL": { value: "postgres://somewhere", secret: true },
    });
    assert.equal(stack.name, "dev");
  });
  after(() => {
    if (present) project.remove();
  });

  const selected = async (): Promise<string> => (await pulumiIn(project, ["stack", "--show-name"])).trim();
  const names = async (): Promise<readonly string[]> => (await register.list()).map(({ name }) => name).sort();

  it("are made for previews, which read the secrets of the stack that they are made from; nothing else is selected", async () => {
    assert.equal(await selected(), "dev");
    const base = previewBase("dev", project.directory);
    const provider = secretsProviderIn(readFileSync(base.file, "utf8"));
    assert.equal(provider, "passphrase");
    for (const time of ["once", "twice"]) {
      await register.add("pr-1", provider);
      writePreview(base, { pullRequest: 1, expires });
      assert.deepEqual(await names(), ["dev", "pr-1"], time);
    }
    const words = ["config", "get", "--path", "secrets.DATABASE_URL"];
    const preview = await openStack({ ...project, stack: "pr-1" });
    assert.equal((await pulumiText(preview, words)).trim(), "postgres://somewhere");
    assert.equal(await selected(), "dev");
  });

  it("are forgotten, and their file is whoever's it is", async () => {
    await register.forget("pr-1");
    assert.deepEqual(await names(), ["dev"]);
    assert.equal(existsSync(join(project.directory, "Pulumi.pr-1.yaml")), true);
    await assert.rejects(
      register.forget("pr-1"),
      /^UsageError: There is no stack pr-1 where Pulumi keeps its state; make it with/,
    );
  });
});
