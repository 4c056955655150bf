import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { UsageError } from "../../components/errors";
import { expired, expiryIn, previewText, pullRequestOf, timeToLive } from "../../deploy/preview-environment";
import { previewFiles, writePreview } from "../../deploy/preview-files";
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
      const config = writePreview(folder, { pullRequest: 42, from: "dev", expires });
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

  it("is known by its file's name alone", () => {
    assert.deepEqual(
      ["Pulumi.pr-42.yaml", "Pulumi.pr-0.yaml", "Pulumi.pr-042.yaml", "Pulumi.dev.yaml", "Pulumi.pr-x.yaml"].map(
        pullRequestOf,
      ),
      [42, undefined, undefined, undefined, undefined],
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
