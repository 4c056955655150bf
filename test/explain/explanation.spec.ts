import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { allSettings, explained, explanation } from "../../explain/explanation";
import { elsewhere, explainedStack, settingPath } from "../../explain/stack-layers";
import type { Flags } from "../../plan/stack-file";

const text = `config:
  rootstock:system: juniper-canopy
  rootstock:environment: prod
  rootstock:imageTag: v1
  rootstock:cluster: { kind: eks, region: eu-central-1, nodePool: { min: 3 } }
  rootstock:platform: { monitoring: { retention: 45d } }
  rootstock:secrets: {}
`;

describe("explain", () => {
  let directory = "";
  let flags: Flags = {};

  before(() => {
    directory = mkdtempSync(join(tmpdir(), "rootstock-explain-"));
    flags = { config: join(directory, "Pulumi.test.yaml") };
    writeFileSync(join(directory, "Pulumi.test.yaml"), text);
  });

  after(() => {
    rmSync(directory, { recursive: true });
  });

  async function of(key: string, more: Flags = {}) {
    const asked = { ...flags, ...more };
    const stack = await explainedStack(asked);
    return explanation(settingPath(key), stack, await elsewhere(asked, stack));
  }

  it("tells where secrets live, by whose word, and shows no sealed text", async () => {
    const store = await of("secretBackEnd.store.kind");
    assert.deepEqual([store.value, store.from], ["aws", "stacks/systems/juniper-canopy.ts"]);
    const sealing = allSettings(await explainedStack({ system: "detection-api", env: "prod" }));
    assert.deepEqual(
      sealing.filter(({ setting }) => setting.startsWith("secretBackEnd")),
      [{ setting: "secretBackEnd.kind", value: "sealed-secrets", from: "stacks/systems/detection-api.ts" }],
    );
  });

  it("names the stack's file, and what the system would have said", async () => {
    const why = await of("rootstock:cluster.nodePool.min");
    assert.equal(why.value, 3);
    assert.equal(why.from, "Pulumi.test.yaml");
    assert.deepEqual(why.overruled, [{ layer: "stacks/systems/juniper-canopy.ts", value: 2 }]);
    assert.match(why.meaning ?? "", /^fewest nodes/);
    assert.equal(why.set, "pulumi config set --path 'rootstock:cluster.nodePool.min' <value>");
  });

  it("names the system, Rootstock, Pulumi.yaml and the command line", async () => {
    assert.equal((await of("cluster.nodePool.max")).from, "stacks/systems/juniper-canopy.ts");
    assert.equal((await of("domain")).from, "Pulumi.yaml");
    const storage = await of("platform.monitoring.storage");
    assert.deepEqual(
      [storage.from, storage.value, storage.elsewhere],
      ["Rootstock", "20Gi", { dev: "5Gi", staging: "20Gi" }],
    );
    const environment = await of("environment", { env: "dev" });
    assert.deepEqual([environment.from, environment.value], ["the command line", "dev"]);
    assert.deepEqual(environment.overruled, [{ layer: "Pulumi.test.yaml", value: "prod" }]);
  });

  it("takes nothing of the file's cluster where the command line names another kind", async () => {
    const stack = await explainedStack({ ...flags, cluster: "gke" });
    const sources = allSettings(stack).filter(({ setting }) => setting.startsWith("cluster."));
    assert.deepEqual(
      sources.filter(({ from }) => from === "Pulumi.test.yaml"),
      [],
    );
  });

  it("lists every setting that has a value, and no secret", async () => {
    const settings = allSettings(await explainedStack(flags));
    assert.deepEqual(
      settings.find(({ setting }) => setting === "platform.monitoring.retention"),
      { setting: "platform.monitoring.retention", value: "45d", from: "Pulumi.test.yaml" },
    );
    assert.ok(settings.length > 30);
    assert.deepEqual(
      settings.filter(({ setting }) => setting.startsWith("secrets")),
      [],
    );
  });

  it("tells it to a person, with the meaning of the setting", async () => {
    const lines = explained(await of("platform.monitoring.retention")).split("\n");
    assert.equal(lines[0], "platform.monitoring.retention: 45d");
    assert.match(lines[1] ?? "", /^ {2}\w/);
    assert.ok(
      lines.some((line) => /^ {2}said by +Pulumi\.test\.yaml$/.test(line)),
      lines.join("\n"),
    );
  });

  it("knows what is no setting, and what was meant", async () => {
    await assert.rejects(of("platfrom.monitoring.retention"), {
      name: "UsageError",
      message:
        "platfrom.monitoring.retention is no setting (did you mean platform?); npm run explain without one lists all.",
    });
    await assert.rejects(of("platform.monitoring.retentoin"), /did you mean platform\.monitoring\.retention\?/);
    await assert.rejects(of("secrets.DATABASE_URL"), /is a secret, whose value stands encrypted in Pulumi\.test\.yaml/);
    await assert.rejects(of("__proto__.x"), /is no setting/);
  });
});
