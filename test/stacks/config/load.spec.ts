import assert from "node:assert/strict";
import { TypicalAnswers } from "../../../plan/answers";
import { runProgram } from "../../../plan/program";
import { readStack } from "../../../plan/stack-file";
import { clear } from "../../../plan/wire";

const settings = {
  "rootstock:system": "todo",
  "rootstock:environment": "prod",
  "rootstock:domain": "example.com",
  "rootstock:imageTag": "v1",
  "rootstock:cluster": '{"kind":"doks"}',
};

/** Goes up with a configuration as the engine would hold it. */
const up = (values: Record<string, string>, secretKeys: readonly string[] = []) =>
  runProgram({ file: "unused", values, secretKeys }, "prod", new TypicalAnswers("ip"));

describe("a real up", () => {
  it("is refused with the command for every secret that is missing", async () => {
    const secrets = JSON.stringify({
      DATABASE_URL: "d",
      GHCR_TOKEN: "t",
      GHCR_USERNAME: "u",
      OPENAI_API_KEY: "k",
      REDPANDA_BROKERS: "b",
    });
    await assert.rejects(up({ ...settings, "rootstock:secrets": secrets }, ["rootstock:secrets"]), {
      name: "UsageError",
      message: [
        "Pulumi.prod.yaml has 3 mistakes; nothing was changed.",
        "  - secrets.FRONTEND_DATABASE_URL is missing (Neon's direct PostgreSQL URL); set it with: pulumi config set --secret --path 'secrets.FRONTEND_DATABASE_URL'.",
        "  - secrets.REDPANDA_USERNAME is missing (Redpanda Cloud's service account); set it with: pulumi config set --secret --path 'secrets.REDPANDA_USERNAME'.",
        "  - secrets.REDPANDA_PASSWORD is missing (Redpanda Cloud's password); set it with: pulumi config set --secret --path 'secrets.REDPANDA_PASSWORD'.",
      ].join("\n"),
    });
  });

  it("is refused when a secret stands in plain text", async () => {
    await assert.rejects(up({ ...settings, "rootstock:secrets": '{"DATABASE_URL":"hunter2"}' }), (error: Error) => {
      assert.match(
        error.message,
        /Pulumi\.prod\.yaml: secrets \(DATABASE_URL\) are in plain text; .* treat them as leaked/,
      );
      assert.doesNotMatch(error.message, /hunter2/);
      return error.name === "UsageError";
    });
  });

  it("goes up without Slack's webhook, and says that alerts go nowhere", async () => {
    const { raw } = await readStack({ env: "prod" });
    const all = JSON.parse(raw.values["rootstock:secrets"] ?? "{}") as Record<string, string>;
    const { SLACK_WEBHOOK_URL: _webhook, ...required } = all;
    const { warnings } = await up({ ...raw.values, "rootstock:secrets": JSON.stringify(required) }, raw.secretKeys);
    assert.ok(
      warnings.some((warning) => /SLACK_WEBHOOK_URL/.test(warning)),
      warnings.join("\n"),
    );
    const { warnings: complete } = await up(raw.values, raw.secretKeys);
    assert.ok(!complete.some((warning) => /SLACK_WEBHOOK_URL/.test(warning)), complete.join("\n"));
  });

  it("hands each secret to what uses it", async () => {
    const { raw } = await readStack({ env: "prod" });
    const all = JSON.parse(raw.values["rootstock:secrets"] ?? "{}") as Record<string, string>;
    const secrets = {
      ...all,
      DATABASE_URL: "postgresql://the-one",
      SLACK_WEBHOOK_URL: "https://slack.invalid/the-hook",
    };
    const { registrations } = await up({ ...raw.values, "rootstock:secrets": JSON.stringify(secrets) }, raw.secretKeys);
    const holding = (text: string): readonly string[] =>
      registrations
        .filter(({ type, inputs }) => type.endsWith(":Secret") && JSON.stringify(clear(inputs)).includes(text))
        .map(({ name }) => name)
        .sort();
    assert.deepEqual(holding("postgresql://the-one"), ["backend-secrets", "mcp-secrets", "notification-secrets"]);
    assert.deepEqual(holding("https://slack.invalid/the-hook"), ["alertmanager-slack"]);
  });
});
