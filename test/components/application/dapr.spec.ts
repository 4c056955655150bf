import assert from "node:assert/strict";
import type { Application } from "../../../components/application/contract";
import { supplied } from "../../../components/application/secrets";
import { application, service } from "../../support/applications";
import { allFacts, deploy } from "../../support/deploy";
import type { Recording } from "../../support/recording";

const withDapr = (changes: Partial<Application> = {}): Application =>
  application({
    workloads: {
      web: service({ dapr: {} }),
      quiet: service({ dapr: { appId: "silent", calledBack: false } }),
      plain: service(),
    },
    secrets: { PASSWORD: supplied("password", "p") },
    dapr: {
      samplingRate: 0.1,
      components: {
        pubsub: {
          type: "pubsub.kafka",
          metadata: { brokers: "b:9092", saslPassword: { secret: "PASSWORD" } },
          scopes: ["web"],
          connectsTo: [],
        },
        cron: {
          type: "bindings.cron",
          version: "v2",
          metadata: { schedule: "@daily" },
          scopes: ["web", "quiet"],
          connectsTo: [],
        },
      },
    },
    ...changes,
  });

describe("Dapr of an application", () => {
  let made: Recording;
  before(async () => {
    made = await deploy(withDapr());
  });

  it("adds hardened sidecars by annotation, where they are wanted", () => {
    const annotations = (name: string): unknown =>
      made.input("Deployment", name, "spec", "template", "metadata", "annotations");
    const common = {
      "dapr.io/enabled": "true",
      "dapr.io/config": "appconfig",
      "dapr.io/log-as-json": "true",
      "dapr.io/enable-api-logging": "true",
      "dapr.io/sidecar-cpu-request": "50m",
      "dapr.io/sidecar-cpu-limit": "300m",
      "dapr.io/sidecar-memory-request": "64Mi",
      "dapr.io/sidecar-memory-limit": "256Mi",
      "dapr.io/sidecar-seccomp-profile-type": "RuntimeDefault",
      "dapr.io/disable-builtin-k8s-secret-store": "true",
    };
    assert.deepEqual(annotations("web"), { ...common, "dapr.io/app-id": "web", "dapr.io/app-port": "8080" });
    assert.deepEqual(annotations("quiet"), { ...common, "dapr.io/app-id": "silent" });
    assert.equal(annotations("plain"), undefined);
  });

  it("makes pods with a sidecar wait for the injector, and no others", () => {
    assert.ok(made.needs("Deployment", "web").includes("gate-dapr"));
    assert.ok(made.needs("Deployment", "quiet").includes("gate-dapr"));
    assert.ok(!made.needs("Deployment", "plain").includes("gate-dapr"));
    for (const name of ["web", "quiet", "plain"])
      assert.ok(!made.needs("Deployment", name).includes("gate-monitoring"), name);
  });

  it("configures all sidecars at once, with the sampling that is set", async () => {
    const { spec, metadata, apiVersion } = made.inputs("Configuration", "appconfig");
    assert.equal(apiVersion, "dapr.io/v1alpha1");
    assert.equal((metadata as { name: string }).name, "appconfig");
    assert.deepEqual(spec, {
      metrics: { enabled: true },
      logging: { apiLogging: { enabled: true } },
      tracing: {
        samplingRate: "0.1",
        otel: { endpointAddress: "otel.tracing.svc:4317", isSecure: false, protocol: "grpc" },
      },
    });
    assert.ok(made.needs("Configuration", "appconfig").includes("gate-dapr"));
    const traced = await deploy(withDapr({ dapr: { samplingRate: 1, tracesTo: "tempo:4317", components: {} } }));
    assert.deepEqual(traced.input("Configuration", "appconfig", "spec", "tracing"), {
      samplingRate: "1",
      otel: { endpointAddress: "tempo:4317", isSecure: false, protocol: "grpc" },
    });
  });

  it("gives a component the secrets that it needs and nobody else", () => {
    assert.deepEqual(made.names("Secret"), ["pubsub-secrets"]);
    assert.deepEqual(made.input("Secret", "pubsub-secrets", "stringData"), { PASSWORD: "PASSWORD-value" });
    assert.equal(made.input("Secret", "pubsub-secrets", "immutable"), true);
    const { spec, scopes, auth } = made.inputs("Component", "pubsub");
    const name = made.one("Secret", "pubsub-secrets").id.split("/")[1];
    assert.deepEqual(spec, {
      type: "pubsub.kafka",
      version: "v1",
      metadata: [
        { name: "brokers", value: "b:9092" },
        { name: "saslPassword", secretKeyRef: { name, key: "PASSWORD" } },
      ],
    });
    assert.deepEqual([scopes, auth], [["web"], { secretStore: "kubernetes" }]);
    assert.equal(made.inputs("Component", "cron")["auth"], undefined);
    assert.equal(made.input("Component", "cron", "spec", "version"), "v2");
  });

  it("is refused on a platform without Dapr", async () => {
    const { dapr: _dapr, ...facts } = allFacts;
    await assert.rejects(deploy(withDapr(), { facts }), {
      name: "UsageError",
      message: /set platform\.dapr\.enabled to true/,
    });
  });
});
