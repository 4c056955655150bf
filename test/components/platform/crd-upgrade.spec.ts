import { strict as assert } from "node:assert/strict";
import { output, runtime } from "@pulumi/pulumi";
import { UsageError } from "../../../components/errors";
import { parseDefinitions, showDefinitions, versionChange } from "../../../components/platform/crd-upgrade";
import { crdUpgradeHooks } from "../../../components/platform/crd-upgrade-hook";

const mocks: runtime.Mocks = { newResource: ({ name }) => ({ id: name, state: {} }), call: () => ({}) };

describe("the upgrade of definitions", () => {
  it("happens when the chart's version changes, and only then", () => {
    assert.deepEqual(versionChange({ version: "1.18.3" }, { version: "1.19.0" }), { from: "1.18.3", to: "1.19.0" });
    assert.equal(versionChange({ version: "1.18.3" }, { version: "1.18.3" }), undefined);
    assert.equal(versionChange(undefined, { version: "1.18.3" }), undefined);
    assert.equal(versionChange({ version: "1.18.3" }, {}), undefined);
  });

  it("reads the new chart from wherever the release reads it", () => {
    const version = "1.19.0";
    assert.deepEqual(showDefinitions({ chart: "dapr", version, repository: "https://r" }), [
      "show",
      "crds",
      "dapr",
      "--version",
      version,
      "--repo",
      "https://r",
    ]);
    assert.deepEqual(showDefinitions({ chart: "oci://r/dapr", version }), [
      "show",
      "crds",
      "oci://r/dapr",
      "--version",
      version,
    ]);
    assert.deepEqual(showDefinitions({ chart: "/srv/dapr-1.19.0.tgz", version }), [
      "show",
      "crds",
      "/srv/dapr-1.19.0.tgz",
      "--version",
      version,
    ]);
  });

  it("applies definitions without their conversion, which belongs to the operator, and nothing else", () => {
    const printed = `
# a comment alone
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: subscriptions.dapr.io
  annotations: {source: chart}
spec:
  group: dapr.io
  conversion:
    strategy: Webhook
    webhook: {clientConfig: {caBundle: REPLACEME}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: other}
`;
    assert.deepEqual(parseDefinitions(printed), [
      {
        apiVersion: "apiextensions.k8s.io/v1",
        kind: "CustomResourceDefinition",
        metadata: { name: "subscriptions.dapr.io", annotations: { source: "chart" } },
        spec: { group: "dapr.io" },
      },
    ]);
    assert.deepEqual(parseDefinitions(""), []);
    assert.throws(() => parseDefinitions("a: [b"), UsageError);
  });

  it("has no hook where the monitor knows none, as under mocks", async () => {
    await runtime.setMocks(mocks);
    assert.deepEqual(
      crdUpgradeHooks("dapr-definitions", { source: { chart: "dapr", version: "1" }, kubeconfig: output("{}") }),
      {},
    );
  });

  it("is hooked before an update where the monitor knows hooks", async () => {
    await runtime.setMocks(mocks);
    const monitor = runtime.getMonitor() as unknown as Record<string, unknown>;
    const registered = new Promise<string>((resolve) => {
      monitor["registerResourceHook"] = (
        request: { getName(): string },
        callback: (error: null, response: object) => void,
      ) => {
        callback(null, {});
        resolve(request.getName());
      };
    });
    const hooks = crdUpgradeHooks("dapr-definitions", {
      source: { chart: "dapr", version: "1" },
      kubeconfig: output("{}"),
    });
    assert.equal(hooks.beforeUpdate?.length, 1);
    assert.equal(hooks.beforeCreate, undefined);
    assert.equal(await registered, "dapr-definitions");
    await runtime.disconnect();
  });
});
