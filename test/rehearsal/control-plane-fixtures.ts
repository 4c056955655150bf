import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { V1Deployment, V1PodTemplateSpec } from "@kubernetes/client-node";
import type { NodePool } from "../../components/cluster/contract";
import type { ControlPlaneSpec } from "../../rehearsal/control-plane/contract";

/** Progress that nobody reads. */
export function quiet(): void {
  // Nothing to say.
}

/** A node pool whose nodes offer so many CPUs. */
export function pool(
  name: string,
  cpu: string,
  min: number,
  max: number,
  labels: Record<string, string> = {},
): NodePool {
  const allocatable = { cpu, memory: "6Gi", pods: 110 };
  const shape = { cpu, memory: "8Gi", ephemeralStorage: "80Gi", allocatable };
  return { name, size: `${name}-size`, shape, min, max, zones: ["a", "b"], region: "r", labels };
}

/** A control plane with two pools and two storage classes, named for this process. */
export function specOf(name: string, rest: Partial<ControlPlaneSpec> = {}): ControlPlaneSpec {
  return {
    name: `${name}-${process.pid}`,
    pools: [pool("workers", "1900m", 2, 4), pool("large", "3900m", 0, 1, { tier: "large" })],
    storageClasses: [
      { name: "block", provisioner: "block.csi.example.invalid", isDefault: true, bindingMode: "Immediate" },
      {
        name: "zonal",
        provisioner: "zonal.csi.example.invalid",
        isDefault: false,
        bindingMode: "WaitForFirstConsumer",
      },
    ],
    loadBalancer: { kind: "ip" },
    metricsServer: false,
    ...rest,
  };
}

/** A pod template of one container. */
export function template(
  app: string,
  cpu: string,
  rest: Partial<V1PodTemplateSpec["metadata"]> = {},
): V1PodTemplateSpec {
  return {
    metadata: { labels: { app }, ...rest },
    spec: { containers: [{ name: "main", image: "example.invalid/main:1", resources: { requests: { cpu } } }] },
  };
}

/** A Deployment whose pods ask for so much CPU. */
export function deployment(
  name: string,
  replicas: number,
  cpu: string,
  annotations: Record<string, string> = {},
): V1Deployment {
  const selector = { matchLabels: { app: name } };
  return { metadata: { name }, spec: { replicas, selector, template: template(name, cpu, { annotations }) } };
}

/** Waits until something holds; fails when it doesn't within 20 seconds. */
export async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    if (await holds()) return;
    await sleep(200);
  }
  assert.fail(`never came true: ${what}`);
}
