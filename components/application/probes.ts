import type { types } from "@pulumi/kubernetes";
import type { Probe, Probes } from "./contract";

function handler(probe: Probe, port: number): types.input.core.v1.Probe {
  if ("path" in probe) return { httpGet: { path: probe.path, port: probe.port ?? port } };
  if ("command" in probe) return { exec: { command: [...probe.command] } };
  return { tcpSocket: { port } };
}

/**
 * The three probes of a container. The startup probe asks the readiness question until it is answered once, so a
 * slow start is never taken for a hang.
 */
export function containerProbes(
  probes: Probes,
  port: number,
): Required<Pick<types.input.core.v1.Container, "startupProbe" | "readinessProbe" | "livenessProbe">> {
  const timeoutSeconds = probes.timeoutSeconds ?? 3;
  const periodSeconds = probes.periodSeconds ?? 10;
  const startPeriod = 5;
  return {
    startupProbe: {
      ...handler(probes.readiness, port),
      timeoutSeconds,
      periodSeconds: startPeriod,
      failureThreshold: Math.ceil((probes.startSeconds ?? 120) / startPeriod),
    },
    readinessProbe: {
      ...handler(probes.readiness, port),
      timeoutSeconds,
      periodSeconds,
      failureThreshold: probes.failures ?? 3,
    },
    livenessProbe: {
      ...handler(probes.liveness ?? { tcp: true }, port),
      timeoutSeconds,
      periodSeconds: periodSeconds * 2,
      failureThreshold: 3,
    },
  };
}
