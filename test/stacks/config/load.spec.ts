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

  it("is refused with the command for every secret that isn't sealed, and goes up once all are", async () => {
    const { raw } = await readStack({ system: "detection-api", env: "staging" });
    const { sealed } = JSON.parse(raw.values["rootstock:secretBackEnd"] ?? "{}") as {
      readonly sealed: Readonly<Record<string, string>>;
    };
    const { JWT_SIGNING_KEY: _key, TAK_USERNAME: _user, ...rest } = sealed;
    const seal = "kubeseal --raw --scope namespace-wide --namespace detection-system-staging --from-file /dev/stdin";
    const partly = JSON.stringify({ kind: "sealed-secrets", sealed: rest });
    await assert.rejects(up({ ...raw.values, "rootstock:secretBackEnd": partly }, raw.secretKeys), {
      name: "UsageError",
      message: [
        "Pulumi.prod.yaml has 2 mistakes; nothing was changed.",
        `  - secretBackEnd.sealed.JWT_SIGNING_KEY is missing; print its text with printf %s "$(openssl rand -base64 32)" | ${seal}, and set it with: pulumi config set --path 'secretBackEnd.sealed.JWT_SIGNING_KEY' TEXT.`,
        `  - secretBackEnd.sealed.TAK_USERNAME is missing (the TAK server's user); print its text with printf %s "$VALUE" | ${seal}, and set it with: pulumi config set --path 'secretBackEnd.sealed.TAK_USERNAME' TEXT.`,
      ].join("\n"),
    });
    const { registrations } = await up(raw.values, raw.secretKeys);
    const texts = JSON.stringify(registrations.filter(({ type }) => type.endsWith(":SealedSecret")));
    for (const text of Object.values(sealed)) assert.ok(texts.includes(text), text);
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
