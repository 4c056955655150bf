import { strict as assert } from "node:assert/strict";
import { platformSchema, resolvePlatform } from "../../stacks/config/platform-schema";
import { usesNothing } from "../../stacks/needs";

/** What is wrong with some settings, as `path: message`. */
function mistakes(settings: unknown): readonly string[] {
  const { error } = platformSchema.safeParse(settings);
  return (error?.issues ?? []).map(({ message, path }) => `${path.join(".")}: ${message}`);
}

const usesDapr = { ...usesNothing, dapr: true };

describe("platformSchema", () => {
  it("takes what a stack may set", () => {
    const settings = {
      ingress: { replicas: 3, upstreamKeepalive: 32, timeoutSeconds: 3600 },
      certificates: { email: "ops@example.com", issuer: "staging" },
      dapr: { ha: false },
      monitoring: { retention: "15d", storage: "50Gi", slackChannel: "#ops", grafanaHost: "grafana.example.com" },
      logs: { retention: "720h" },
      tracing: { enabled: true, retentionDays: 30, storage: "50Gi" },
      charts: { mirror: "oci://registry.internal/charts" },
      images: { mirror: "registry.internal:5000/mirror" },
    };
    assert.deepEqual(platformSchema.parse(settings), settings);
    for (const mirror of ["https://charts.internal", "./charts", "/srv/charts", "charts"]) {
      assert.deepEqual(mistakes({ charts: { mirror } }), [], mirror);
    }
  });

  it("refuses the rest with what is allowed", () => {
    assert.deepEqual(
      mistakes({
        monitoring: { storage: "20GB", retention: "30 days", slackChannel: "alerts", grafanaHost: "grafana" },
      }),
      [
        "monitoring.retention: write a duration such as 30d: a whole number with h, d, w or y",
        "monitoring.storage: write a size such as 20Gi: a whole number with Mi, Gi or Ti",
        "monitoring.slackChannel: write a Slack channel such as #alerts-production",
        "monitoring.grafanaHost: write a host name such as grafana.example.com",
      ],
    );
    assert.deepEqual(mistakes({ tracing: { storage: "10GB" } }), [
      "tracing.storage: write a size such as 10Gi: a whole number with Mi, Gi or Ti",
    ]);
    assert.equal(mistakes({ tracing: { retentionDays: 0 } }).length, 1);
    assert.equal(mistakes({ tracing: { retentionDays: 366 } }).length, 1);
    assert.deepEqual(mistakes({ logs: { retention: "14d" } }), [
      "logs.retention: write a number of hours such as 336h",
    ]);
    assert.deepEqual(mistakes({ logs: { retention: "30h" } }), [
      "logs.retention: write whole days in hours, such as 24h, 72h or 336h: Loki deletes by the day",
    ]);
    assert.deepEqual(mistakes({ certificates: { email: "ops" } }), [
      "certificates.email: write an e-mail address such as ops@example.com",
    ]);
    assert.deepEqual(mistakes({ images: { mirror: "https://registry.internal" } }), [
      "images.mirror: write a registry prefix without a scheme, such as registry.internal/mirror",
    ]);
    assert.deepEqual(mistakes({ charts: { mirror: "ftp://charts" } }), [
      "charts.mirror: write an http(s):// or oci:// repository, or a directory of packaged charts",
    ]);
    assert.equal(mistakes({ ingress: { timeoutSeconds: 0, upstreamKeepalive: 1.5 } }).length, 2);
    assert.equal(mistakes({ ingress: { replicas: 0 }, dapr: { tls: true }, grafana: {} }).length, 3);
  });
});

describe("resolvePlatform", () => {
  it("gives production what Todo's plan says, and staging the same", () => {
    const prod = resolvePlatform(undefined, "prod", usesDapr);
    assert.deepEqual(prod, {
      environment: "prod",
      mirrors: {},
      ingress: { enabled: true, replicas: 2 },
      certificates: { enabled: true, email: "", issuer: "production", challenge: "http01" },
      dapr: { enabled: true, ha: true, mtls: true },
      postgresOperator: { enabled: false },
      externalSecrets: { enabled: false },
      sealedSecrets: { enabled: false },
      vault: { enabled: false, ha: true, storage: "10Gi" },
      argoCd: { enabled: false },
      kyverno: { enabled: false },
      monitoring: {
        enabled: true,
        retention: "30d",
        storage: "20Gi",
        alertmanagerStorage: "5Gi",
        slackChannel: "#alerts-production",
      },
      logs: { enabled: true, storage: "20Gi", retention: "336h" },
      tracing: { enabled: false, retentionDays: 14, storage: "10Gi" },
    });
    assert.deepEqual(resolvePlatform(undefined, "staging", usesDapr), { ...prod, environment: "staging" });
  });

  it("gives development one of each and small volumes", () => {
    assert.deepEqual(resolvePlatform({}, "dev", usesDapr), {
      environment: "dev",
      mirrors: {},
      ingress: { enabled: true, replicas: 1 },
      certificates: { enabled: true, email: "", issuer: "staging", challenge: "http01" },
      dapr: { enabled: true, ha: false, mtls: true },
      postgresOperator: { enabled: false },
      externalSecrets: { enabled: false },
      sealedSecrets: { enabled: false },
      vault: { enabled: false, ha: false, storage: "1Gi" },
      argoCd: { enabled: false },
      kyverno: { enabled: false },
      monitoring: { enabled: true, retention: "7d", storage: "5Gi", alertmanagerStorage: "1Gi" },
      logs: { enabled: true, storage: "5Gi", retention: "72h" },
      tracing: { enabled: false, retentionDays: 3, storage: "2Gi" },
    });
  });

  it("takes what a stack sets, and the default where it sets nothing", () => {
    const settings = resolvePlatform(
      {
        ingress: { replicas: 4, enabled: undefined },
        monitoring: { retention: "3d" },
        charts: { mirror: "./charts" },
        images: { mirror: "r/m" },
      },
      "prod",
      usesDapr,
    );
    assert.equal(settings.dapr.enabled, true);
    assert.equal(resolvePlatform({}, "prod", usesNothing).dapr.enabled, false);
    assert.equal(resolvePlatform({ dapr: { enabled: true } }, "prod", usesNothing).dapr.enabled, true);
    assert.deepEqual(settings.ingress, { enabled: true, replicas: 4 });
    const patient = resolvePlatform({ ingress: { upstreamKeepalive: 32, timeoutSeconds: 3600 } }, "dev", usesNothing);
    assert.deepEqual(patient.ingress, { enabled: true, replicas: 1, upstreamKeepalive: 32, timeoutSeconds: 3600 });
    assert.equal(resolvePlatform({}, "prod", { ...usesNothing, tracing: true }).tracing.enabled, true);
    assert.equal(settings.monitoring.retention, "3d");
    assert.equal(settings.monitoring.storage, "20Gi");
    assert.deepEqual(settings.mirrors, { charts: "./charts", images: "r/m" });
  });
});
