import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { settingsBeside, settingsFile } from "../../deploy/settings-copy";
import { versionsOf, withVersions } from "../../deploy/versions";
import { projectRoot } from "../../plan/program";
import { readStack } from "../../plan/stack-file";

const text = `encryptionsalt: v1:salt
config:
  # what runs
  rootstock:imageTag: v1.0.0
  rootstock:environment: dev
  rootstock:cluster: { kind: doks }
  rootstock:secrets:
    DATABASE_URL: { secure: v1:cipher }
`;

describe("settings of an operation", () => {
  let directory: string;
  let file: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "rootstock-test-"));
    file = join(directory, "Pulumi.dev.yaml");
    writeFileSync(file, text);
  });

  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it("are the user's own file where nothing else is asked for", async () => {
    const input = await readStack({ config: file });
    assert.deepEqual(settingsBeside(file, input, projectRoot), {});
    const settings = settingsFile(file, input, projectRoot);
    assert.equal(settings.path, file);
    settings.remove();
    assert.ok(existsSync(file));
  });

  it("are a copy with other versions, its secrets as they were, and the file stays", async () => {
    const input = await readStack({ config: file });
    const other = withVersions(input, {
      ...versionsOf(input),
      imageTag: { default: "1.10", web: "v2" },
      slots: { web: "green" },
    });
    const settings = settingsFile(file, other, projectRoot);
    assert.deepEqual(parse(readFileSync(settings.path, "utf8")), {
      encryptionsalt: "v1:salt",
      config: {
        "rootstock:imageTag": { default: "1.10", web: "v2" },
        "rootstock:environment": "dev",
        "rootstock:cluster": { kind: "doks" },
        "rootstock:secrets": { DATABASE_URL: { secure: "v1:cipher" } },
        "rootstock:slots": { web: "green" },
      },
    });
    assert.equal(readFileSync(file, "utf8"), text);
    settings.remove();
    assert.ok(!existsSync(settings.path));
  });

  it("follow flags, too", async () => {
    const input = await readStack({ config: file, env: "staging", cluster: "minikube" });
    assert.deepEqual(settingsBeside(file, input, projectRoot), {
      environment: "staging",
      cluster: '{"kind":"minikube"}',
    });
  });
});
