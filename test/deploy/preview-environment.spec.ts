import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { UsageError } from "../../components/errors";
import { expired, pullRequestNumber, pullRequestOf, timeToLive } from "../../deploy/preview-environment";
import { previewBase, previewFiles, writePreview } from "../../deploy/preview-files";
import { expiryIn, previewText, secretsProviderIn } from "../../deploy/preview-settings";
import { plan } from "../../plan/plan";
import { clear } from "../../plan/wire";
import { Recording } from "../support/recording";

const dev = `encryptionsalt: v1:abc
config:
  rootstock:environment: dev
  rootstock:imageTag: main-latest
  rootstock:domain: example.com
  rootstock:cluster: { kind: doks }
  rootstock:platform: { ingress: { enabled: true } }
  rootstock:secrets:
    DATABASE_URL: { secure: v1:xyz }
`;
const expires = Date.parse("2026-11-24T09:00:00Z");

describe("the preview of a pull request", () => {
  it("has a file made of another stack's: own hosts, its cluster, secrets as they are, an expiry", () => {
    assert.equal(
      previewText(dev, { pullRequest: 42, from: "dev", expires, imageTag: "v1" }),
      `encryptionsalt: v1:abc
config:
  rootstock:environment: dev
  rootstock:imageTag: v1
  rootstock:domain: pr-42.example.com
  rootstock:cluster:
    kind: stack
    reference: dev
  rootstock:secrets:
    DATABASE_URL: { secure: v1:xyz }
  rootstock:preview:
    pullRequest: 42
    expires: 2026-11-24T09:00:00Z
`,
    );
    assert.equal(expiryIn(previewText(dev, { pullRequest: 42, from: "dev", expires })), expires);
    assert.equal(expiryIn(dev), undefined);
  });

  it("is planned in a namespace of its own, with one pod of each workload, within a quota", async () => {
    const folder = mkdtempSync(join(tmpdir(), "preview-"));
    try {
      writeFileSync(join(folder, "Pulumi.dev.yaml"), dev);
      const base = previewBase("dev", folder);
      const config = writePreview(base, { pullRequest: 42, expires });
      assert.equal(config, join(folder, "Pulumi.pr-42.yaml"));
      assert.deepEqual(previewBase(base.file), base);
      assert.deepEqual(previewFiles(folder), [{ pullRequest: 42, expires }]);
      const { run } = await plan({ config });
      const made = new Recording(run.registrations, run.warnings, clear(run.outputs) as Record<string, unknown>);
      const namespace = made.input("Namespace", "dev-pr-42", "metadata") as Record<string, Record<string, string>>;
      assert.equal(namespace["name"], "dev-pr-42");
      assert.equal(namespace["labels"]?.["rootstock.dev/pull-request"], "42");
      assert.deepEqual(namespace["annotations"], { "rootstock.dev/expires": "2026-11-24T09:00:00Z" });
      for (const name of made.names("Deployment")) assert.equal(made.input("Deployment", name, "spec", "replicas"), 1);
      assert.deepEqual(made.names("HorizontalPodAutoscaler"), []);
      assert.deepEqual(made.names("PrometheusRule"), []);
      const boards = made.names("ConfigMap").filter((name) => name.includes("dashboard"));
      assert.deepEqual(boards, [], "Grafana knows a dashboard once");
      assert.equal(made.input("ResourceQuota", "quota", "spec", "hard", "pods"), "40");
      const hosts = made.names("Ingress").map((name) => made.input("Ingress", name, "spec", "rules", 0, "host"));
      assert.deepEqual([...new Set(hosts)], ["dev.todo.pr-42.example.com"]);
      const own = readFileSync(config, "utf8").replace("kind: stack\n    reference: dev", "kind: doks");
      writeFileSync(config, own.replace("environment: dev", "environment: prod"));
      await assert.rejects(plan({ config }), (error) => {
        assert.ok(error instanceof UsageError);
        for (const sentence of [
          "preview makes a passing environment, and environment is prod; make it from dev or staging.",
          "preview needs the cluster of another stack, and cluster.kind is doks; write cluster: { kind: stack, reference: dev }.",
        ])
          assert.ok(error.message.includes(`  - Pulumi.pr-42.yaml: ${sentence}`), error.message);
        return true;
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("is the same of settings without the project's name before them", () => {
    const short = dev.replaceAll("rootstock:", "").replace("platform: { ingress: { enabled: true } }", "sleep: x");
    const text = previewText(short, { pullRequest: 7, from: "dev", expires, imageTag: "v1" });
    assert.equal(
      text,
      `encryptionsalt: v1:abc
config:
  environment: dev
  imageTag: v1
  domain: pr-7.example.com
  cluster:
    kind: stack
    reference: dev
  secrets:
    DATABASE_URL: { secure: v1:xyz }
  rootstock:preview:
    pullRequest: 7
    expires: 2026-11-24T09:00:00Z
`,
    );
    assert.equal(expiryIn(text), expires);
    assert.equal(expiryIn(text.replace("rootstock:preview", "preview")), expires);
  });

  it("takes over what is the application's, and nothing of one environment or of whoever owns the platform", () => {
    const base = `secretsprovider: awskms://alias/key
encryptedkey: abc
config:
  rootstock:environment: staging
  rootstock:imageTag: { default: v1, web: v2 }
  rootstock:cluster: { kind: stack, reference: acme/rootstock/prod }
  rootstock:platform:
    certificates: { issuer: none, email: a@b.c }
    mirrors: { images: mirror.example.com }
    dns: { provider: cloudflare, zones: [example.com] }
  rootstock:sleep: { from: "20:00", until: "07:00" }
  rootstock:digests: { ghcr.io/a/web:v2: sha256:0 }
  rootstock:slots: { web: green }
  rootstock:secrets:
    DATABASE_URL: { secure: v1:xyz }
    DNS_CLOUDFLARE_TOKEN: { secure: v1:dns }
    KUBECONFIG: { secure: v1:kube }
    SLACK_WEBHOOK_URL: { secure: v1:slack }
`;
    assert.equal(
      previewText(base, { pullRequest: 1, from: "staging", expires }),
      `secretsprovider: awskms://alias/key
encryptedkey: abc
config:
  rootstock:environment: staging
  rootstock:imageTag: { default: v1, web: v2 }
  rootstock:cluster: { kind: stack, reference: acme/rootstock/prod }
  rootstock:platform:
    certificates: { issuer: none }
    mirrors: { images: mirror.example.com }
  rootstock:secrets:
    DATABASE_URL: { secure: v1:xyz }
  rootstock:domain: pr-1.example.com
  rootstock:preview:
    pullRequest: 1
    expires: 2026-11-24T09:00:00Z
`,
    );
    assert.equal(secretsProviderIn(base), "awskms://alias/key");
    assert.equal(secretsProviderIn(dev), "passphrase");
    assert.equal(secretsProviderIn("config: {}"), undefined);
  });

  it("is refused where another stack couldn't read the secrets, and where the file can't be written anew", () => {
    const refused = (text: string, sentence: string): void =>
      assert.throws(() => previewText(text, { pullRequest: 1, from: "dev", expires }), new UsageError(sentence));
    refused(
      dev.replace("encryptionsalt: v1:abc\n", ""),
      "Pulumi.dev.yaml has secrets (rootstock:secrets) that Pulumi Cloud encrypts with the key of stack dev alone: a preview is a stack of its own and couldn't read them. Give dev a key that its previews share: pulumi stack change-secrets-provider passphrase --stack dev (or awskms://…, gcpkms://…, azurekeyvault://…); or keep the values in a store (secretBackEnd: external-secrets).",
    );
    refused(
      `${dev}  secretBackEnd: { kind: sealed-secrets, sealed: {} }\n`,
      "Pulumi.dev.yaml has secretBackEnd sealed-secrets: its texts are sealed for the namespace of stack dev, and are opened in no other. Make previews from a stack with another secretBackEnd, such as external-secrets.",
    );
    refused("config: [", "The stack's file is no valid YAML, and can't be written; mend it first.");
    refused(
      "config:\n  a: &x 1\n  b: *x\n",
      "The stack's file uses aliases (*name), and settings can't be written without changing others; write the values out.",
    );
    const plain = "config:\n  rootstock:environment: dev\n";
    assert.match(previewText(plain, { pullRequest: 1, from: "dev", expires }), /pullRequest: 1/);
  });

  it("has a base that has a file", () => {
    const folder = mkdtempSync(join(tmpdir(), "preview-"));
    try {
      assert.throws(
        () => previewBase("moon", folder),
        new UsageError('--from is "moon", which has no file Pulumi.moon.yaml; name a stack that has one.'),
      );
      for (const from of ["../dev", "/nowhere/Pulumi.dev.yaml", "x.yaml", ""])
        assert.throws(() => previewBase(from, folder), /^UsageError: --from is ".*", which has no file /);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("is known by its name alone, and its number is bounded", () => {
    assert.deepEqual(["pr-42", "pr-9999999", "pr-0", "pr-042", "pr-10000000", "dev", "pr-x"].map(pullRequestOf), [
      42,
      9_999_999,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    assert.equal(pullRequestNumber("42"), 42);
    for (const text of ["0", "10000000", "-1", "1.5", "042", "main", ""])
      assert.throws(
        () => pullRequestNumber(text),
        new UsageError(`--pr is "${text}"; write a pull request's number, from 1 to 9999999, such as 42.`),
      );
  });

  it("lives for hours or days, 30 days at most", () => {
    assert.deepEqual(
      ["72h", "3d", "720h", "30d"].map(timeToLive),
      [72, 72, 720, 720].map((hours) => hours * 3_600_000),
    );
    for (const text of ["", "0h", "31d", "721h", "3w", "1.5h", "-1h", "99999h"])
      assert.throws(
        () => timeToLive(text),
        new UsageError(`--ttl is "${text}"; write hours or days up to 30 days, such as 72h or 3d.`),
      );
  });

  it("is swept once its latest expiry is over, and never where nobody knows it", () => {
    const preview = fc.record({
      pullRequest: fc.integer({ min: 1, max: 5 }),
      expires: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(preview), fc.integer({ min: 0, max: 100 }), (found, now) => {
        const swept = expired(found, now);
        assert.equal(new Set(swept).size, swept.length);
        for (const number of [1, 2, 3, 4, 5]) {
          const times = found.flatMap((one) => (one.pullRequest === number ? (one.expires ?? []) : []));
          assert.equal(swept.includes(number), times.length > 0 && times.every((time) => time <= now));
        }
      }),
    );
  });
});
