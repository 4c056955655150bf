import { strict as assert } from "node:assert/strict";
import { footprints } from "../../../components/platform/footprint";
import { parseQuantity } from "../../../components/quantities";

/** Pods of each container of a highly available platform on three nodes; jobs and EKS's autoscaler apart. */
const containers: Readonly<Partial<Record<keyof typeof footprints, number>>> = {
  ingressController: 2,
  certManager: 1,
  certManagerWebhook: 1,
  certManagerInjector: 1,
  daprOperator: 3,
  daprSentry: 3,
  daprInjector: 3,
  daprPlacement: 3,
  daprScheduler: 3,
  prometheusOperator: 1,
  kubeStateMetrics: 1,
  nodeExporter: 3,
  grafana: 1,
  grafanaSidecar: 2,
  prometheus: 1,
  alertmanager: 1,
  configReloader: 2,
  loki: 1,
  alloy: 3,
  alloyReloader: 3,
  metricsServer: 1,
};

describe("footprints", () => {
  it("come to what the table in the source says: 1450m and 3364Mi for a highly available platform", () => {
    let [cpu, memory] = [0, 0];
    for (const [name, count] of Object.entries(containers)) {
      const { requests } = footprints[name as keyof typeof footprints];
      cpu += count * parseQuantity(requests.cpu);
      memory += count * parseQuantity(requests.memory);
    }
    assert.equal(Math.round(cpu * 1000), 1450);
    assert.equal(memory / 2 ** 20, 3364);
  });

  it("never limit below what they request", () => {
    for (const [name, { limits, requests }] of Object.entries(footprints)) {
      assert.ok(parseQuantity(limits.cpu) >= parseQuantity(requests.cpu), name);
      assert.ok(parseQuantity(limits.memory) >= parseQuantity(requests.memory), name);
    }
  });
});
