import { strict as assert } from "node:assert/strict";
import { footprints } from "../../../components/platform/footprint";
import { charts } from "../../../components/platform/versions";
import { at, platformOf, type Variant } from "./platform-program";

const signing: Variant = { uses: { kyverno: true } };

async function valuesOf(variant: Variant): Promise<unknown> {
  return at((await platformOf(variant)).the("Release kyverno").inputs, "values");
}

describe("Kyverno", function () {
  this.timeout(20_000);

  it("is there for those whose images must be signed, or who ask for it", async () => {
    const installed = async (variant: Variant): Promise<boolean> =>
      (await platformOf(variant)).of("Release").some(({ label }) => label === "Release kyverno");
    assert.equal(await installed({}), false);
    assert.equal(await installed(signing), true);
    assert.equal(await installed({ overrides: { kyverno: { enabled: true } } }), true);
    assert.equal(await installed({ ...signing, overrides: { kyverno: { enabled: false } } }), false);
  });

  it("tells applications where it reads Secrets, and what to wait for", async () => {
    const { platform, the } = await platformOf(signing);
    assert.deepEqual(platform.facts.kyverno, { namespace: "kyverno" });
    assert.equal(platform.gates.kyverno.length, 1);
    assert.equal((await platformOf({})).platform.facts.kyverno, undefined);
    assert.equal(
      at(the("Namespace kyverno").inputs, "metadata.labels")?.["pod-security.kubernetes.io/enforce" as never],
      "restricted",
    );
  });

  it("is never asked about Kubernetes' namespaces, or the platform's: they come back without it", async () => {
    const expressions = at(await valuesOf(signing), "config.webhooks.namespaceSelector.matchExpressions") as readonly {
      readonly key: string;
      readonly operator: string;
      readonly values: readonly string[];
    }[];
    assert.equal(expressions.length, 1);
    const [expression] = expressions;
    assert.deepEqual([expression?.key, expression?.operator], ["kubernetes.io/metadata.name", "NotIn"]);
    const platform = Object.values(charts).map(({ namespace }) => namespace);
    for (const namespace of ["kube-system", "kube-public", "kube-node-lease", ...platform])
      assert.ok(expression?.values.includes(namespace), namespace);
  });

  it("answers admission and does nothing else: no controller has rights that nobody uses", async () => {
    const values = await valuesOf(signing);
    for (const controller of ["backgroundController", "cleanupController", "reportsController"])
      assert.deepEqual(at(values, controller), { enabled: false });
    assert.equal(at(values, "features.admissionReports.enabled"), false);
    assert.equal(at(values, "config.preserve"), false);
  });

  it("stays available while a node is drained, with requests and limits everywhere", async () => {
    const prod = at(await valuesOf(signing), "admissionController");
    assert.deepEqual(
      [at(prod, "replicas"), at(prod, "podDisruptionBudget.enabled"), at(prod, "serviceMonitor.enabled")],
      [3, true, true],
    );
    assert.deepEqual(
      [at(prod, "container.resources"), at(prod, "initContainer.resources")],
      [footprints.kyverno, footprints.kyvernoStart],
    );
    const dev = at(await valuesOf({ ...signing, environment: "dev" }), "admissionController");
    assert.deepEqual([at(dev, "replicas"), at(dev, "podDisruptionBudget.enabled")], [1, false]);
  });

  it("comes from the mirror whole", async () => {
    const values = await valuesOf({ ...signing, overrides: { images: { mirror: "registry.internal/mirror" } } });
    for (const path of ["global.image.registry", "webhooksCleanup.image.registry", "test.image.registry"])
      assert.equal(at(values, path), "registry.internal/mirror", path);
    assert.equal(at(values, "test.image.tag"), "v1.19.0");
  });
});
