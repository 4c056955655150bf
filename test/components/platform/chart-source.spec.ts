import { strict as assert } from "node:assert/strict";
import { chartSource, isChartDirectory, packagePath } from "../../../components/platform/chart-source";
import { charts } from "../../../components/platform/versions";

const { "cert-manager": oci, dapr: http } = charts;

describe("chartSource", () => {
  it("is the chart's own repository, by name for http(s) and by reference for OCI", () => {
    assert.deepEqual(chartSource(http), {
      chart: "dapr",
      version: "1.18.3",
      repository: "https://dapr.github.io/helm-charts",
    });
    assert.deepEqual(chartSource(oci), { chart: "oci://quay.io/jetstack/charts/cert-manager", version: "v1.21.1" });
  });

  it("is the mirror for every chart, whatever its own repository is", () => {
    for (const chart of [oci, http]) {
      const { name, version } = chart;
      assert.deepEqual(chartSource(chart, "https://charts.internal/"), {
        chart: name,
        version,
        repository: "https://charts.internal",
      });
      assert.deepEqual(chartSource(chart, "oci://registry.internal/charts/"), {
        chart: `oci://registry.internal/charts/${name}`,
        version,
      });
      assert.deepEqual(chartSource(chart, "/srv/charts"), { chart: `/srv/charts/${name}-${version}.tgz`, version });
    }
  });

  it("knows a directory from an address", () => {
    assert.deepEqual(["./charts", "/srv/charts", "https://x", "http://x", "oci://x"].map(isChartDirectory), [
      true,
      true,
      false,
      false,
      false,
    ]);
    assert.equal(packagePath(oci, "charts/"), "charts/cert-manager-v1.21.1.tgz");
  });
});
