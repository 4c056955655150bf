import type { types } from "@pulumi/kubernetes";
import type { Probe, Probes, ProbeTimings } from "./contract";

type KubernetesProbe = types.input.core.v1.Probe;

function handler(probe: Probe, port: number): KubernetesProbe {
  if ("path" in probe) return { httpGet: { path: probe.path, port: probe.port ?? port } };
  if ("command" in probe) return { exec: { command: [...probe.command] } };
  return { tcpSocket: { port: probe.port ?? port } };
}

/** A probe with its own timings, and `usual` ones where it has none. */
function kubernetesProbe(
  probe: Probe,
  port: number,
  usual: Required<Omit<ProbeTimings, "delaySeconds">>,
): KubernetesProbe {
  return {
    ...handler(probe, port),
    ...(probe.delaySeconds === undefined ? {} : { initialDelaySeconds: probe.delaySeconds }),
    timeoutSeconds: probe.timeoutSeconds ?? usual.timeoutSeconds,
    periodSeconds: probe.periodSeconds ?? usual.periodSeconds,
    failureThreshold: probe.failures ?? usual.failures,
  };
}

/**
 * The three probes of a container. The startup probe asks the readiness question until it is answered once, so a
 * slow start is never taken for a hang.
 */
export function containerProbes(
  probes: Probes,
  port: number,
): Required<Pick<types.input.core.v1.Container, "startupProbe" | "readinessProbe" | "livenessProbe">> {
  const { readiness, liveness = { tcp: true }, startSeconds = 120, timeoutSeconds = 3, periodSeconds = 10 } = probes;
  const { delaySeconds: _delay, periodSeconds: _period, failures: _failures, ...question } = readiness;
  const startup: Probe = probes.startup ?? question;
  const startPeriod = startup.periodSeconds ?? 5;
  return {
    startupProbe: kubernetesProbe(startup, port, {
      timeoutSeconds,
      periodSeconds: startPeriod,
      failures: Math.ceil(startSeconds / startPeriod),
    }),
    readinessProbe: kubernetesProbe(readiness, port, { timeoutSeconds, periodSeconds, failures: probes.failures ?? 3 }),
    livenessProbe: kubernetesProbe(liveness, port, {
      timeoutSeconds,
      periodSeconds: (readiness.periodSeconds ?? periodSeconds) * 2,
      failures: 3,
    }),
  };
}
