import assert from "node:assert/strict";
import fc from "fast-check";
import type { NodePool } from "../../components/cluster/contract";
import { add, capacityOf, capacityWarnings, type PodGroup } from "../../plan/capacity";
import { applicationPods } from "../../plan/pods";
import { table } from "../../plan/table";
import { application, job, service, store } from "../support/applications";
import { deploy } from "../support/deploy";
import { backEnds, secretive } from "../support/secret-back-ends";

const gibibyte = 2 ** 30;
const pool = (min: number, max: number): NodePool => ({
  name: "p",
  size: "s",
  shape: { cpu: "2", memory: "4Gi", ephemeralStorage: "50Gi", allocatable: { cpu: "1", memory: "1Gi", pods: 110 } },
  min,
  max,
  zones: [],
  region: "",
  labels: {},
});
const pods = (min: number, max: number, changes: Partial<PodGroup> = {}): PodGroup => ({
  name: "g",
  by: "application",
  min,
  max,
  requests: { cpu: 0.5, memory: gibibyte / 4 },
  limits: { cpu: 1, memory: gibibyte },
  ...changes,
});

describe("capacity", () => {
  it("adds up requests at the fewest and the most pods against the nodes", () => {
    assert.deepEqual(capacityOf([pods(2, 6), pods(1, 1, { everyNode: true })], [pool(3, 5)]), {
      least: { cpu: 2.5, memory: (5 * gibibyte) / 4 },
      most: { cpu: 5.5, memory: (11 * gibibyte) / 4 },
      limits: { cpu: 11, memory: 11 * gibibyte },
      offeredAtMin: { cpu: 3, memory: 3 * gibibyte, nodes: 3 },
      offeredAtMax: { cpu: 5, memory: 5 * gibibyte, nodes: 5 },
    });
  });

  it("warns of what doesn't fit, at the least and at the most", () => {
    const warned = (group: PodGroup, nodes: readonly NodePool[]): readonly string[] =>
      capacityWarnings(capacityOf([group], nodes));
    assert.deepEqual(warned(pods(2, 4), [pool(1, 2)]), []);
    assert.deepEqual(warned(pods(3, 3), [pool(1, 2)]), [
      "The pods request 1500m CPU, 768Mi, more than the pool's fewest nodes offer (1 CPU, 1024Mi); the pool will grow at once.",
    ]);
    assert.deepEqual(warned(pods(2, 9), [pool(1, 2)]), [
      "With every autoscaler at its maximum the pods request 4500m CPU, 2304Mi, and the pool offers 2 CPU, 2048Mi at its most.",
    ]);
    assert.deepEqual(warned(pods(5, 5), [pool(1, 2)]), [
      "The pods request 2500m CPU, 1280Mi, and the node pool offers 2 CPU, 2048Mi at its most; raise the pool's max or its size.",
    ]);
    assert.deepEqual(warned(pods(50, 50), []), [], "nothing is known of somebody else's nodes");
  });

  it("adds in any order", () => {
    const amounts = fc.record({ cpu: fc.nat(100), memory: fc.nat(1000) });
    fc.assert(
      fc.property(fc.array(amounts), (all) => {
        assert.deepEqual(add(...all), add(...[...all].reverse()));
      }),
    );
  });
});

describe("applicationPods", () => {
  it("counts pods by autoscaler or replicas, with their sidecars", async () => {
    const made = await deploy(
      application({
        workloads: {
          web: service({ scale: { min: 2, max: 5, cpuPercent: 50 }, dapr: {} }),
          db: store({ replicas: 3 }),
          nightly: job(),
        },
        dapr: { samplingRate: 1, components: {} },
      }),
    );
    const found = applicationPods(made.registrations).map(({ name, by, min, max, requests }) => [
      name,
      by,
      min,
      max,
      requests.cpu,
    ]);
    assert.deepEqual(found.sort(), [
      ["shop-ns/db", "application", 3, 3, 0.1],
      ["shop-ns/web", "application", 2, 5, 0.1],
      ["shop-ns/web: Dapr sidecar", "webhook", 2, 5, 0.05],
    ]);
  });
});

describe("applicationPods of an application with secrets in Vault", () => {
  it("counts the agents that stay beside their containers, and none that has ended when those start", async () => {
    const made = await deploy(secretive, { secretBackEnd: backEnds.vault });
    const injected = applicationPods(made.registrations).filter(({ by }) => by === "webhook");
    assert.deepEqual(
      injected.map(({ name, requests }) => [name, requests.cpu]),
      [["shop-ns/files: Vault agent", 0.025]],
    );
    const { registrations } = await deploy(secretive);
    assert.deepEqual(
      applicationPods(registrations).filter(({ by }) => by === "webhook"),
      [],
    );
  });
});

describe("applicationPods of what runs first, and of slots", () => {
  const step = (cpu: "100m" | "900m") => ({
    command: ["true"],
    resources: { cpu: { request: cpu, limit: "1" }, memory: { request: "64Mi", limit: "1Gi" } } as const,
  });

  it("counts the larger of what runs first and what runs then, and each slot", async () => {
    const images = { blue: "registry.example.com/web:1", green: "registry.example.com/web:2" };
    const made = await deploy(
      application({
        workloads: {
          api: service({ before: { small: step("100m") } }),
          heavy: service({ before: { small: step("100m"), large: step("900m") } }),
          web: service({ scale: { min: 3, max: 9, cpuPercent: 50 }, slots: { active: "blue", images, standby: 2 } }),
        },
      }),
    );
    assert.deepEqual(
      applicationPods(made.registrations)
        .map(({ name, min, max, requests, limits }) => [name, min, max, requests.cpu, limits.memory / gibibyte])
        .sort(),
      [
        ["shop-ns/api", 1, 1, 0.1, 1],
        ["shop-ns/heavy", 1, 1, 0.9, 1],
        ["shop-ns/web-blue", 3, 9, 0.1, 0.25],
        ["shop-ns/web-green", 2, 2, 0.1, 0.25],
      ],
    );
  });
});

describe("table", () => {
  it("aligns columns, numbers to the right", () => {
    assert.deepEqual(
      table([
        ["a", "5", "x"],
        ["long", "12", ""],
      ]),
      ["  a      5  x", "  long  12"],
    );
    assert.deepEqual(table([]), []);
  });
});
