import assert from "node:assert/strict";
import { driftIn } from "../../deploy/pulumi-drift";
import {
  deletedByDestroy,
  isAnythingElsewhere,
  notReadyIn,
  objectsIn,
  releasesIn,
  type StateResource,
} from "../../deploy/pulumi-state";
import { whoDeploys } from "../../deploy/who";

const resource = (type: string, name: string, more: Partial<StateResource> = {}): StateResource => ({
  type,
  urn: `urn:pulumi:dev::rootstock::${type}::${name}`,
  custom: true,
  inputs: { metadata: { name, ...(type.endsWith(":Namespace") ? {} : { namespace: "dev" }) } },
  ...more,
});

describe("a stack's state", () => {
  it("is deleted the other way round, without what destroy leaves alone", () => {
    assert.deepEqual(
      deletedByDestroy([
        resource("pulumi:pulumi:Stack", "rootstock-dev", { custom: false }),
        resource("pulumi:providers:kubernetes", "existing"),
        resource("rootstock:platform:Platform", "platform", { custom: false }),
        resource("kubernetes:core/v1:Namespace", "dev"),
        resource("random:index/randomPassword:RandomPassword", "admin", { inputs: {} }),
        resource("kubernetes:core/v1:PersistentVolumeClaim", "kept", { retainOnDelete: true }),
        resource("kubernetes:core/v1:Service", "balancer", { external: true }),
        resource("kubernetes:helm.sh/v3:Release", "loki", { inputs: { name: "loki", namespace: "logs" } }),
        resource("kubernetes:apps/v1:Deployment", "web"),
      ]),
      ["deployment dev/web", "release logs/loki", "random RandomPassword admin", "namespace dev"],
    );
  });

  it("has its cluster's objects and releases as they were last applied, secrets in clear", () => {
    const secret = (value: unknown) => ({
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      plaintext: JSON.stringify(value),
    });
    const object = { apiVersion: "v1", kind: "Secret", metadata: { name: "web", namespace: "dev" } };
    const state = [
      resource("pulumi:providers:kubernetes", "existing"),
      resource("kubernetes:core/v1:Secret", "web", {
        inputs: { ...object, __defaults: [], data: secret({ A: "1" }), list: [{ plaintext: "no secret" }] },
      }),
      resource("kubernetes:core/v1:Secret", "old", { inputs: object, delete: true }),
      resource("kubernetes:core/v1:Service", "balancer", { inputs: object, external: true }),
      resource("kubernetes:helm.sh/v3:Release", "loki", {
        inputs: { name: "loki", namespace: "logs", values: secret({}) },
      }),
      resource("random:index/randomPassword:RandomPassword", "admin", { inputs: {} }),
    ];
    assert.deepEqual(objectsIn(state), [{ ...object, data: { A: "1" }, list: [{ plaintext: "no secret" }] }]);
    assert.deepEqual(releasesIn(state), [{ name: "loki", namespace: "logs" }]);
    assert.equal(isAnythingElsewhere(state), false);
    assert.equal(isAnythingElsewhere([resource("digitalocean:index/domain:Domain", "web")]), true);
  });

  it("knows why something isn't ready", () => {
    const web = resource("kubernetes:apps/v1:Deployment", "web", { initErrors: ["no pods", "no room"] });
    assert.deepEqual(notReadyIn([resource("kubernetes:core/v1:Namespace", "dev"), web]), [
      { what: "deployment dev/web", why: "no pods; no room" },
    ]);
  });

  it("drifts by field, and never shows a secret", () => {
    const type = "kubernetes:core/v1:Secret";
    const urn = `urn:pulumi:dev::rootstock::${type}::web`;
    const masked = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "[secret]" };
    const state = (labels: object, data: object) => ({
      ...{ type, urn, custom: true, id: "dev/web", parent: "", outputs: {}, provider: "" },
      inputs: { metadata: { name: "web", namespace: "dev", labels }, data },
    });
    const metadata = {
      ...{ op: "update" as const, urn, type, provider: "" },
      old: state({ "a.b/c": "1" }, masked),
      new: state({ "a.b/c": "2" }, { PASSWORD: masked }),
      detailedDiff: Object.fromEntries(
        ['metadata.labels["a.b/c"]', "data"].map((path) => [path, { diffKind: "update", inputDiff: false }]),
      ) as never,
    };
    assert.deepEqual(driftIn([{ sequence: 0, timestamp: 0, resOutputsEvent: { metadata } }]), [
      {
        what: "secret dev/web",
        how: "changed",
        fields: [
          { path: 'metadata.labels["a.b/c"]', wanted: '"1"', found: '"2"' },
          { path: "data", wanted: "[secret]", found: "[secret]" },
        ],
      },
    ]);
    assert.deepEqual(
      driftIn([{ sequence: 0, timestamp: 0, resOutputsEvent: { metadata } }], (one) => one !== type),
      [],
    );
  });
});

describe("who deploys", () => {
  it("is the CI's actor, or user@host", () => {
    assert.equal(whoDeploys({ GITHUB_ACTOR: "dependabot[bot]" }), "dependabot[bot]");
    assert.match(whoDeploys({ GITHUB_ACTOR: "" }), /^\S+@\S+$/);
  });
});
