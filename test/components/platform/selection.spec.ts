import { strict as assert } from "node:assert/strict";
import type { ClusterHandle } from "../../../components/cluster/contract";
import { selectAddOns } from "../../../components/platform/selection";
import { type PlatformOverrides, resolvePlatform } from "../../../stacks/config/platform-schema";
import { usesNothing } from "../../../stacks/needs";

type SelectionCluster = Pick<ClusterHandle, "kind" | "capabilities">;

const doks: SelectionCluster = {
  kind: "doks",
  capabilities: { loadBalancer: "ip", metricsServer: false, networkPolicy: true, nodeAutoscaling: true },
};

function select(overrides: PlatformOverrides, cluster: SelectionCluster = doks): readonly string[] {
  return selectAddOns(resolvePlatform(overrides, "prod", { ...usesNothing, dapr: true }), cluster);
}

describe("selectAddOns", () => {
  it("installs what the settings ask for, definitions first", () => {
    assert.deepEqual(select({}), [
      "prometheus-operator-crds",
      "ingress-nginx",
      "cert-manager",
      "dapr",
      "kube-prometheus-stack",
      "loki",
      "alloy",
      "metrics-server",
    ]);
  });

  it("leaves out what is turned off", () => {
    const off = { enabled: false };
    assert.deepEqual(select({ ingress: off, certificates: off, dapr: off, monitoring: off, logs: off }), [
      "metrics-server",
    ]);
  });

  it("leaves out what the cluster has: metrics, an autoscaler of nodes", () => {
    const capabilities = { ...doks.capabilities, metricsServer: true };
    assert.ok(!select({}, { ...doks, capabilities }).includes("metrics-server"));
    const eks = { kind: "eks", capabilities: { ...capabilities, nodeAutoscaling: false } } as const;
    assert.ok(select({}, eks).includes("cluster-autoscaler"));
    assert.ok(!select({}, { ...eks, kind: "kubeconfig" }).includes("cluster-autoscaler"));
  });

  it("refuses certificates, or a host for Grafana, without an ingress controller", () => {
    assert.throws(() => select({ ingress: { enabled: false } }), {
      name: "UsageError",
      message:
        "The add-on cert-manager requires ingress-nginx, which this platform leaves out: Let's Encrypt's challenges are answered through it. " +
        "Add ingress-nginx, or turn cert-manager off with platform.certificates.enabled: false.",
    });
    assert.throws(
      () =>
        select({
          ingress: { enabled: false },
          certificates: { enabled: false },
          monitoring: { grafanaHost: "grafana.example.com" },
        }),
      /kube-prometheus-stack requires ingress-nginx.*platform\.monitoring\.grafanaHost/,
    );
  });
});
