import assert from "node:assert/strict";
import { parseConfig } from "../../../stacks/config/parse";
import type { RawConfig } from "../../../stacks/config/raw";
import { withTodo } from "../../support/todo-variant";

const raw = (changes: Record<string, string> = {}, secretKeys: readonly string[] = []): RawConfig => ({
  file: "Pulumi.dev.yaml",
  values: {
    "rootstock:system": "todo",
    "rootstock:environment": "prod",
    "rootstock:domain": "example.com",
    "rootstock:imageTag": "v1",
    "rootstock:cluster": '{"kind":"doks"}',
    ...changes,
  },
  secretKeys,
});

describe("parseConfig", () => {
  it("completes a configuration by the environment's defaults, and freezes it whole", async () => {
    const config = await parseConfig(raw({ "rootstock:platform": '{"monitoring":{"retention":"90d"}}' }));
    assert.deepEqual([config.system, config.environment, config.domain], ["todo", "prod", "example.com"]);
    assert.deepEqual([config.platform.monitoring.retention, config.platform.monitoring.storage], ["90d", "20Gi"]);
    assert.equal(config.cluster.kind, "doks");
    assert.deepEqual(config.secretNames, []);
    for (const part of [config, config.cluster, config.platform.monitoring, config.application.workloads["backend"]]) {
      assert.ok(Object.isFrozen(part));
    }
  });

  it("takes one tag for all workloads, or one for each with a default", async () => {
    const digest = `sha256:${"0".repeat(64)}`;
    const tags = JSON.stringify({ default: "v2", backend: digest, mcp: `v3@${digest}` });
    const { application } = await parseConfig(raw({ "rootstock:imageTag": tags }));
    const image = (name: string): string | undefined => application.workloads[name]?.image;
    assert.equal(image("frontend"), "ghcr.io/hackathon-todo/frontend:v2");
    assert.equal(image("backend"), `ghcr.io/hackathon-todo/backend@${digest}`);
    assert.equal(image("mcp"), `ghcr.io/hackathon-todo/mcp:v3@${digest}`);
    assert.equal((await parseConfig(raw())).application.workloads["mcp"]?.image, "ghcr.io/hackathon-todo/mcp:v1");
  });

  it("takes every image from the mirror", async () => {
    const { application } = await parseConfig(
      raw({ "rootstock:platform": '{"images":{"mirror":"registry.internal/all"}}' }),
    );
    for (const { image } of Object.values(application.workloads)) assert.match(image, /^registry\.internal\/all\//);
  });

  it("lets the platform choose the issuer of certificates", async () => {
    assert.equal((await parseConfig(raw())).application.tls, "production");
    const validating = await parseConfig(raw({ "rootstock:platform": '{"certificates":{"issuer":"staging"}}' }));
    assert.equal(validating.application.tls, "staging");
  });

  it("leaves keys of other projects and providers alone", async () => {
    await parseConfig(raw({ "aws:region": "eu-west-1", "other:system": "x" }));
  });

  it("tells names of secrets and never a value", async () => {
    const config = await parseConfig(
      raw({ "rootstock:secrets": '{"DATABASE_URL":"postgresql://u:p@h/d"}' }, ["rootstock:secrets"]),
    );
    assert.deepEqual(config.secretNames, ["DATABASE_URL"]);
    assert.ok(!JSON.stringify(config).includes("postgresql://u:p@h/d"));
  });

  it("refuses an empty secret, and one that is no text", async () => {
    const secrets = { "rootstock:secrets": '{"DATABASE_URL":"","OPENAI_API_KEY":5}' };
    await assert.rejects(parseConfig(raw(secrets, ["rootstock:secrets"])), {
      name: "UsageError",
      message: [
        "Pulumi.dev.yaml has 2 mistakes; nothing was changed.",
        "  - Pulumi.dev.yaml: secrets.DATABASE_URL must be a text that isn't empty; set it with: pulumi config set --secret --path 'secrets.DATABASE_URL'.",
        "  - Pulumi.dev.yaml: secrets.OPENAI_API_KEY must be a text that isn't empty; set it with: pulumi config set --secret --path 'secrets.OPENAI_API_KEY'.",
      ].join("\n"),
    });
  });

  it("names the file of a system that describes an impossible application", async () => {
    const scale = { min: 4, max: 2, cpuPercent: 70 };
    const broken = withTodo(
      (application) => {
        const backend = application.workloads["backend"];
        assert.equal(backend?.kind, "deployment");
        return { ...application, workloads: { ...application.workloads, backend: { ...backend, scale } } };
      },
      () => parseConfig(raw()),
    );
    await assert.rejects(broken, {
      name: "UsageError",
      message:
        "Pulumi.dev.yaml has 1 mistake; nothing was changed.\n  - stacks/systems/todo.ts: Workload backend scales from min 4 to max 2; max must not be less than min.",
    });
  });

  it("survives texts that look like JSON or like prototypes", async () => {
    for (const text of ["{", "[1,", '{"__proto__":{"kind":"doks"}}', '{"constructor":1}', "null", ""]) {
      for (const key of [
        "system",
        "environment",
        "domain",
        "imageTag",
        "cluster",
        "platform",
        "__proto__",
        "toString",
      ]) {
        await parseConfig(raw({ [`rootstock:${key}`]: text })).catch((error: unknown) => {
          assert.equal((error as Error).name, "UsageError", (error as Error).stack);
        });
      }
    }
  });
});
