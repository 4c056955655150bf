import assert from "node:assert/strict";
import { chartImages } from "../../../components/platform/chart-images";
import { addOnNames } from "../../../components/platform/contract";
import { imageMirrorValues } from "../../../components/platform/images";
import { charts } from "../../../components/platform/versions";

describe("the images of charts", () => {
  for (const name of addOnNames) {
    const { images, version } = chartImages[name];

    it(`${name}: were read from the pinned version`, () => {
      assert.equal(
        version,
        charts[name].version,
        `render ${name} ${charts[name].version} and read its images again, for components/platform/chart-images.ts`,
      );
    });

    it(`${name}: each in full, with registry and tag, and once`, () => {
      for (const { image } of images) {
        assert.match(image, /^[a-z0-9-]+(\.[a-z0-9-]+)+\/[a-z0-9/-]+:v?\d[\w.-]*(@sha256:[0-9a-f]{64})?$/);
      }
      const names = images.map(({ image }) => image);
      assert.deepEqual(names, [...new Set(names)]);
    });

    it(`${name}: can come from a mirror`, () => {
      const values = imageMirrorValues(charts[name], "registry.internal/mirror");
      assert.equal(Object.keys(values).length > 0, images.length > 0);
    });
  }

  it("has what no pod of a chart shows: sidecars, solvers, what operators start", () => {
    const hidden = addOnNames.flatMap((name) =>
      chartImages[name].images.flatMap(({ by, image }) => (by === undefined ? [] : [`${by}: ${image}`])),
    );
    assert.deepEqual(
      hidden.map((line) => line.replace(/:[^:]+$/, "")),
      [
        "controller: quay.io/jetstack/cert-manager-acmesolver",
        "webhook: ghcr.io/dapr/daprd",
        "controller: quay.io/prometheus/prometheus",
        "controller: quay.io/prometheus/alertmanager",
        "controller: quay.io/prometheus-operator/prometheus-config-reloader",
      ],
    );
  });
});
