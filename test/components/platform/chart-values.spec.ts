import { strict as assert } from "node:assert/strict";
import { output } from "@pulumi/pulumi";
import { mergeValues, valueAt } from "../../../components/platform/chart-values";
import { imageMirrorValues } from "../../../components/platform/images";
import { charts } from "../../../components/platform/versions";

describe("chart values", () => {
  it("merge as in Helm: maps entry by entry, lists and scalars as a whole", () => {
    assert.deepEqual(mergeValues({ a: { b: 1, c: [1, 2] }, d: "x" }, { a: { c: [3], e: null }, d: { f: true } }), {
      a: { b: 1, c: [3], e: null },
      d: { f: true },
    });
  });

  it("leave both sides as they were", () => {
    const base = { a: { b: 1 } };
    mergeValues(base, { a: { b: 2 } });
    assert.deepEqual(base, { a: { b: 1 } });
  });

  it("keep Outputs whole", () => {
    const name = output("todo");
    assert.equal((mergeValues({ a: { b: "x" } }, { a: { b: name } })["a"] as { readonly b: unknown }).b, name);
  });

  it("are set at dotted paths", () => {
    assert.deepEqual(valueAt("global.image.registry", "r"), { global: { image: { registry: "r" } } });
    assert.deepEqual(valueAt("imageRegistry", "r"), { imageRegistry: "r" });
  });
});

describe("imageMirrorValues", () => {
  it("sets nothing without a mirror", () => {
    assert.deepEqual(imageMirrorValues(charts.dapr), {});
  });

  it("puts the mirror's prefix where each chart reads its registry", () => {
    const prefix = "registry.internal:5000/mirror";
    assert.deepEqual(
      Object.values(charts).map((chart) => imageMirrorValues(chart, `${prefix}/`)),
      [
        {},
        { global: { image: { registry: prefix } } },
        { imageRegistry: prefix },
        { global: { registry: `${prefix}/dapr` } },
        { global: { imageRegistry: prefix } },
        { global: { imageRegistry: prefix } },
        { global: { image: { registry: prefix } } },
        { image: { repository: `${prefix}/metrics-server/metrics-server` } },
        { image: { repository: `${prefix}/autoscaling/cluster-autoscaler` } },
        { image: { repository: `${prefix}/cloudnative-pg/cloudnative-pg` } },
        { image: { repository: `${prefix}/external-dns/external-dns` } },
        {
          image: { repository: `${prefix}/external-secrets/external-secrets` },
          webhook: { image: { repository: `${prefix}/external-secrets/external-secrets` } },
          certController: { image: { repository: `${prefix}/external-secrets/external-secrets` } },
        },
        { image: { registry: prefix } },
        {
          injector: {
            image: { repository: `${prefix}/hashicorp/vault-k8s` },
            agentImage: { repository: `${prefix}/hashicorp/vault` },
          },
          server: { image: { repository: `${prefix}/hashicorp/vault` } },
        },
        { global: { imageRegistry: prefix } },
        {
          image: {
            repository: `${prefix}/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-k8s`,
          },
        },
        {
          global: { image: { repository: `${prefix}/argoproj/argocd` } },
          redis: { image: { repository: `${prefix}/docker/library/redis` } },
        },
        {
          global: { image: { registry: prefix } },
          webhooksCleanup: { image: { registry: prefix } },
          test: { image: { registry: prefix } },
        },
      ],
    );
  });
});
