import { strict as assert } from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { platformFacts } from "../../components/platform/facts";
import { resolvePlatform } from "../../stacks/config/platform-schema";
import { usesNothing } from "../../stacks/needs";
import { platformOfOwner, refuseMissing } from "../../stacks/platform";
import { at, known, runPlatform } from "../components/platform/platform-program";

const facts = platformFacts(
  resolvePlatform({ dapr: { enabled: false }, monitoring: { enabled: false } }, "prod", usesNothing),
);

describe("installPlatform", function () {
  this.timeout(20_000);

  it("refuses a directory of charts that lacks packages, naming them all", async () => {
    const directory = mkdtempSync(join(tmpdir(), "rootstock-charts-"));
    try {
      writeFileSync(join(directory, "dapr-1.18.3.tgz"), "");
      await assert.rejects(runPlatform({ overrides: { charts: { mirror: directory } } }), (error: Error) => {
        assert.equal(error.name, "UsageError");
        assert.match(error.message, /lacks .*ingress-nginx-4\.15\.1\.tgz, .*cert-manager-v1\.21\.1\.tgz/);
        assert.doesNotMatch(error.message, /dapr-1\.18\.3/);
        return true;
      });
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("takes packages by their path, without a repository", async () => {
    const directory = mkdtempSync(join(tmpdir(), "rootstock-charts-"));
    try {
      writeFileSync(join(directory, "metrics-server-3.13.1.tgz"), "");
      const off = { enabled: false };
      const { the } = await runPlatform({
        overrides: {
          ingress: off,
          certificates: off,
          dapr: off,
          monitoring: off,
          logs: off,
          charts: { mirror: directory },
        },
      });
      const { inputs } = the("Release metrics-server");
      assert.equal(at(inputs, "chart"), `${directory}/metrics-server-3.13.1.tgz`);
      assert.equal(at(inputs, "version"), "3.13.1");
      assert.equal(at(inputs, "repositoryOpts"), undefined);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

describe("platformOfOwner", () => {
  it("is there already: nothing to wait for, nothing to say", async () => {
    const platform = platformOfOwner({ facts, loadBalancer: { kind: "ip", value: "203.0.113.7" } });
    assert.deepEqual(platform.gates, {
      dapr: [],
      postgres: [],
      monitoringTypes: [],
      ingress: [],
      externalSecrets: [],
      sealedSecrets: [],
      vault: [],
      argoCd: [],
      kyverno: [],
    });
    assert.deepEqual([platform.notices, platform.kept], [[], []]);
    assert.deepEqual(await known(platform.loadBalancer), { kind: "ip", value: "203.0.113.7" });
    assert.equal(platform.facts, facts);
  });
});

describe("refuseMissing", () => {
  it("names all that the owner doesn't offer, with the settings that add it", () => {
    assert.throws(
      () =>
        refuseMissing(
          facts,
          { ingress: true, dapr: true, monitoring: true, metrics: true },
          "the stack acme/rootstock/prod",
        ),
      {
        name: "UsageError",
        message:
          "The platform of the stack acme/rootstock/prod does not offer Dapr (platform.dapr.enabled), monitoring (platform.monitoring.enabled), " +
          "which this system needs: turn it on there and deploy that stack first, or choose another cluster.",
      },
    );
  });

  it("accepts what is offered, and doesn't ask for what isn't needed", () => {
    refuseMissing(facts, { ingress: true, certificates: true, metrics: true, dapr: false }, "x");
    refuseMissing({ logs: false, metrics: false }, {}, "x");
    assert.throws(
      () => refuseMissing({ logs: false, metrics: false }, { metrics: true }, "x"),
      /metrics for its autoscalers/,
    );
  });
});
