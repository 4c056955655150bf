import { privateNetwork } from "../../components/application/connections";
import type { Quota } from "../../components/application/contract";
import { redDashboard } from "../../components/application/dashboard";
import type { GitSource } from "../../components/application/git-source";
import { resources } from "../../components/application/resources";
import { connection, generated, type SecretSource, supplied } from "../../components/application/secrets";
import { defineSystem } from "./contract";
import { githubRegistry } from "./github-registry";
import { juniperCanopyAlerts } from "./juniper-canopy-alerts";
import { redisImage } from "./store-images";

// The Juniper Canopy deployment plan is the source of every figure here. Corrected, with what its authors meant:
// - websocket-services and proxy-http-version do nothing: ingress-nginx upgrades connections by itself, over HTTP/1.1.
// - upstream-vhost sends the Service's name as Host, so that redirects, cookies and origin checks break: left out.
// - The annotations prometheus.io/* are ignored by the Prometheus operator, and /api/health is no page of metrics: a
//   ServiceMonitor scrapes /metrics, which the application has to offer as it has to offer /healthz and /readyz.
// - A disruption budget of 2 (3.1) on an autoscaler that keeps 2 would block every drained node; 4.4.5 says 1.
// - readOnlyRootFilesystem is false; it is true here, and the four directories that the image makes are writable.
// - The image is private (7.1), but nothing could pull it: a pull secret is added. `latest` isn't deployed.
// - Redis had no password in dev, and Bitnami's chart for production is gone: one Redis, with a generated password.
// - `cascor-backend:8000` is deployed nowhere: its address is supplied, and development runs in demo mode without it.
// - cert-manager 1.14 and external-secrets v1beta1 are past their end: the platform has later ones.
// - Only development's objects are written out; the others have the same with the figures of 3.2 and 4.2.

/** Where the CasCor back end may be: the plan names no network, and an address on the internet would be plain HTTP. */
const cascor = privateNetwork("CasCor's back end", ["10.0.0.0/8"], 8000);

interface Row {
  readonly host: string;
  /** Trains on invented data instead of asking the CasCor back end. */
  readonly demo: boolean;
  readonly mode: "development" | "production";
  readonly debug: boolean;
  readonly logLevel: "DEBUG" | "INFO";
  readonly quota?: Quota;
  /** Where the folder is that Argo CD follows. @default nowhere */
  readonly git?: GitSource;
}

/** Juniper Canopy: a dashboard that shows the training of a neural network live, over WebSockets, with Redis. */
export const juniperCanopy = defineSystem<Row>({
  name: "juniper-canopy",
  environments: {
    dev: { host: "juniper-dev", demo: true, mode: "development", debug: true, logLevel: "DEBUG" },
    staging: { host: "juniper-staging", demo: false, mode: "production", debug: false, logLevel: "INFO" },
    prod: {
      host: "juniper",
      demo: false,
      mode: "production",
      debug: false,
      logLevel: "INFO",
      quota: {
        cpu: { requests: "10", limits: "20" },
        memory: { requests: "20Gi", limits: "40Gi" },
        pods: 50,
        volumes: 10,
      },
      // Phase 5 of the plan wants Argo CD and says no more: it follows what the team adds beside what this program makes,
      // which has one owner. The folder is a stand-in for the team's own.
      git: { repository: "https://github.com/pcalnon/juniper-canopy.git", revision: "main", path: "deploy/prod" },
    },
  },
  clusters: (_, environment) => ({
    usual: environment === "dev" ? "minikube" : "eks",
    settings: {
      minikube: { driver: "docker", cpus: 4, memory: 8192, addons: ["metrics-server"] },
      eks: { region: "us-east-1", nodePool: { size: "t3.medium", count: 3, min: 2, max: 5 } },
      gke: { location: "us-central1-a", nodePool: { size: "e2-medium", count: 3, min: 2, max: 5 } },
    },
    ...(environment === "prod"
      ? {
          refused: {
            minikube: "two pods on one machine are gone together, and the plan wants no single point of failure",
          },
        }
      : {}),
  }),
  platform: () => ({ ingress: { upstreamKeepalive: 32 } }),
  // The store of the plan's own cloud; on others the stack names one, or keeps secrets in its state.
  secretBackEnd: (_, environment, kind) =>
    environment !== "dev" && kind === "eks"
      ? {
          kind: "external-secrets",
          store: { kind: "aws", region: "us-east-1" },
          entry: `juniper-canopy/${environment}`,
        }
      : undefined,
  application: (row, { domain, environment, image, issuer, mirrored, place }) => {
    const namespace = `juniper-${environment}`;
    const backEnd: Readonly<Record<string, SecretSource>> = row.demo
      ? {}
      : { CASCOR_BACKEND_URL: supplied("the address of CasCor's back end", "http://cascor-backend.invalid:8000") };
    return {
      name: "juniper-canopy",
      namespace,
      tls: issuer,
      ...(row.quota === undefined ? {} : { quota: row.quota }),
      pullFrom: githubRegistry.pullFrom,
      ...(row.git === undefined ? {} : { git: row.git }),
      secrets: {
        ...githubRegistry.secrets,
        JWT_SECRET_KEY: generated(32, "base64"),
        LOG_API_KEY: generated(16, "hex"),
        REDIS_URL: connection("redis"),
        ...backEnd,
      },
      workloads: {
        "juniper-canopy": {
          kind: "deployment",
          image: image("ghcr.io/pcalnon/juniper-canopy", "juniper-canopy"),
          port: 8050,
          user: 1000,
          scale: {
            min: 2,
            max: 10,
            cpuPercent: 60,
            scaleUp: { stabilizationSeconds: 60, everySeconds: 60, pods: 2 },
            scaleDown: { stabilizationSeconds: 300, everySeconds: 60, percent: 50 },
          },
          minAvailable: 1,
          resources: resources(["250m", "1000m"], ["512Mi", "1Gi"]),
          probes: {
            readiness: { path: "/readyz", delaySeconds: 10, periodSeconds: 10, timeoutSeconds: 3, failures: 3 },
            liveness: { path: "/healthz", delaySeconds: 30, periodSeconds: 30, timeoutSeconds: 5, failures: 3 },
            startup: { path: "/healthz", delaySeconds: 0, periodSeconds: 2, failures: 30 },
          },
          config: {
            CASCOR_ENV: row.mode,
            CASCOR_DEBUG: String(row.debug),
            CASCOR_DEMO_MODE: row.demo ? "1" : "0",
            LOG_LEVEL: row.logLevel,
            WEBSOCKET_HEARTBEAT_INTERVAL: "30",
            WEBSOCKET_MAX_CONNECTIONS: "50",
            PYTHONPATH: "/app",
          },
          secrets: ["JWT_SECRET_KEY", "LOG_API_KEY", "REDIS_URL", ...Object.keys(backEnd)],
          podFields: { POD_NAME: "name", POD_NAMESPACE: "namespace" },
          writable: ["/app/logs", "/app/data", "/app/images", "/tmp"],
          stopSeconds: 30,
          drainSeconds: 10,
          metrics: { path: "/metrics" },
          connectsTo: ["redis", ...(row.demo ? [] : [cascor])],
        },
      },
      stores: {
        redis: {
          kind: "redis",
          place: place("redis", "cluster"),
          image: mirrored(redisImage),
          size: "10Gi",
          maxMemoryMebibytes: 384,
          resources: resources(["100m", "500m"], ["256Mi", "512Mi"]),
        },
      },
      routes: [
        {
          host: `${row.host}.${domain}`,
          path: "/",
          to: "juniper-canopy",
          timeoutSeconds: 3600,
          sessionAffinity: true,
        },
      ],
      alerts: juniperCanopyAlerts,
      dashboards: {
        "juniper-canopy-red": redDashboard("juniper-canopy-red", "Juniper Canopy: rate, errors, duration", namespace),
      },
    };
  },
});
