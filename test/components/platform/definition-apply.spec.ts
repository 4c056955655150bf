import { strict as assert } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ApiextensionsV1Api, KubeConfig } from "@kubernetes/client-node";
import { parseDefinitions } from "../../../components/platform/crd-upgrade";
import { applyDefinition } from "../../../components/platform/definition-apply";
import type { ControlPlane } from "../../../rehearsal/control-plane/contract";
import { startControlPlane } from "../../../rehearsal/control-plane/control-plane";

const folder = resolve(__dirname, "../../../rehearsal/charts/dapr/crds");

describe("applyDefinition, on a real API server", function () {
  this.timeout(600_000);
  let controlPlane: ControlPlane | undefined;
  let kubeconfig = "";
  let server: ApiextensionsV1Api;

  before(async () => {
    const spec = {
      name: "definitions",
      pools: [],
      storageClasses: [],
      loadBalancer: { kind: "none" },
      metricsServer: false,
    } as const;
    controlPlane = await startControlPlane(spec, () => undefined);
    ({ kubeconfig } = controlPlane);
    const config = new KubeConfig();
    config.loadFromString(kubeconfig);
    server = config.makeApiClient(ApiextensionsV1Api);
  });

  after(async () => controlPlane?.stop());

  it("makes and upgrades definitions, changing nothing the second time", async () => {
    const printed = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
    const definitions = parseDefinitions(printed.join("---\n"));
    assert.ok(definitions.length >= 5);
    const versions = async () =>
      (await server.listCustomResourceDefinition()).items
        .map(({ metadata }) => `${metadata?.name ?? ""} ${String(metadata?.generation)}`)
        .sort();
    for (const definition of definitions) await applyDefinition(definition, kubeconfig);
    const before = await versions();
    assert.deepEqual(
      before.map((line) => line.split(" ")[0]),
      definitions.map(({ metadata }) => metadata.name).sort(),
    );
    for (const definition of definitions) await applyDefinition(definition, kubeconfig);
    assert.deepEqual(await versions(), before);
  });

  it("keeps what the operator wrote into a definition", async () => {
    const [definition] = parseDefinitions(readFileSync(join(folder, "subscriptions.yaml"), "utf8"));
    if (definition === undefined) throw new Error("no definition");
    const live = await server.readCustomResourceDefinition({ name: definition.metadata.name });
    live.spec.conversion = {
      strategy: "Webhook",
      webhook: {
        conversionReviewVersions: ["v1"],
        clientConfig: { service: { name: "dapr-webhook", namespace: "dapr-system" } },
      },
    };
    await server.replaceCustomResourceDefinition({ name: definition.metadata.name, body: live });
    await applyDefinition(definition, kubeconfig);
    const after = await server.readCustomResourceDefinition({ name: definition.metadata.name });
    assert.equal(after.spec.conversion?.webhook?.clientConfig?.service?.name, "dapr-webhook");
  });

  it("tells the API server's own reason when it refuses one", async () => {
    const [broken] = parseDefinitions(
      "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: x.dapr.io}, spec: {group: dapr.io}}",
    );
    await assert.rejects(applyDefinition(broken ?? assert.fail("none"), kubeconfig), {
      name: "UsageError",
      message: /^The API server refuses the definition x\.dapr\.io: .*spec\.names/,
    });
  });
});
