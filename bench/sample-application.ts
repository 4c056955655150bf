import { internet } from "../components/application/connections";
import type { Application, DeploymentWorkload, Route } from "../components/application/contract";
import { generated, supplied } from "../components/application/secrets";

const host = "sample.example.com";
const database = internet("PostgreSQL", 5432);

function nameOf(index: number): string {
  return `service-${String(index)}`;
}

/** A typical web service, which calls the next one. */
function service(index: number, services: number): DeploymentWorkload {
  return {
    kind: "deployment",
    image: `registry.example.com/sample/${nameOf(index)}:v1.0.0`,
    port: 8080,
    scale: { min: 2, max: 6, cpuPercent: 70 },
    resources: { cpu: { request: "100m", limit: "500m" }, memory: { request: "128Mi", limit: "256Mi" } },
    probes: { readiness: { path: "/ready" }, liveness: { path: "/live" } },
    config: { LOG_LEVEL: "info", PUBLIC_URL: `https://${host}`, NEXT_URL: `http://${nameOf(index + 1)}:8080` },
    secrets: ["DATABASE_URL", "SESSION_KEY"],
    metrics: { path: "/metrics" },
    connectsTo: index + 1 < services ? [nameOf(index + 1), database] : [database],
  };
}

/**
 * An application of typical web services: Deployment, Service, ServiceAccount, ConfigMap, Secret, NetworkPolicy,
 * autoscaler, disruption budget, ServiceMonitor and a route each, every tenth of them with long-lived connections.
 */
export function sampleApplication(services: number): Application {
  const indexes = Array.from({ length: services }, (_, index) => index);
  return {
    name: "sample",
    namespace: "sample",
    secrets: {
      DATABASE_URL: supplied("PostgreSQL's URL", "postgresql://sample:stand-in@postgresql.invalid/sample"),
      SESSION_KEY: generated(32),
    },
    workloads: Object.fromEntries(indexes.map((index) => [nameOf(index), service(index, services)])),
    routes: indexes.map(
      (index): Route => ({
        host,
        path: `/${nameOf(index)}`,
        to: nameOf(index),
        ...(index % 10 === 9 ? { timeoutSeconds: 3600, streaming: true } : {}),
      }),
    ),
  };
}
