import type { Bytes, Cpu } from "../quantities";
import type { Resources } from "./workload-contract";

/**
 * CPU and memory of a container, and scratch disk where the usual isn't enough, each with what is reserved and what
 * is the most.
 *
 * @example
 * resources(["100m", "500m"], ["128Mi", "256Mi"]);
 */
export function resources(
  cpu: readonly [request: Cpu, limit: Cpu],
  memory: readonly [request: Bytes, limit: Bytes],
  disk?: readonly [request: Bytes, limit: Bytes],
): Resources {
  return {
    cpu: { request: cpu[0], limit: cpu[1] },
    memory: { request: memory[0], limit: memory[1] },
    ...(disk === undefined ? {} : { disk: { request: disk[0], limit: disk[1] } }),
  };
}
