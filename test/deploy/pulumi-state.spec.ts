import assert from "node:assert/strict";
import { driftIn } from "../../deploy/pulumi-drift";
import { deletedByDestroy, type StateResource } from "../../deploy/pulumi-state";
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
  });
});

describe("who deploys", () => {
  it("is the CI's actor, or user@host", () => {
    assert.equal(whoDeploys({ GITHUB_ACTOR: "dependabot[bot]" }), "dependabot[bot]");
    assert.match(whoDeploys({ GITHUB_ACTOR: "" }), /^\S+@\S+$/);
  });
});
