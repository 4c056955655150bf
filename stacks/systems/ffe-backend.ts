import { apiServer } from "../../components/application/connections";
import type { Route } from "../../components/application/contract";
import { redDashboard } from "../../components/application/dashboard";
import { resources } from "../../components/application/resources";
import { connection, generated } from "../../components/application/secrets";
import {
  highErrorRate,
  podCrashLooping,
  podsUnavailable,
  volumeNearlyFull,
} from "../../components/application/usual-alerts";
import { secureHeaders } from "../../components/platform/secure-headers";
import { defineSystem } from "./contract";
import { type FfeBackendRow, ffeBackendEnvironments } from "./ffe-backend-environments";
import { postgresImage, postgresToolsImage } from "./store-images";

// The FFE backend's progress report is the source of every figure here. Corrected, with what its authors meant:
// - Production's CPU limit "2Gi" is a typo: 2 CPUs.
// - A StatefulSet of three PostgreSQL pods is three databases: CloudNativePG makes one of them the primary, the others
//   its replicas, and fails over.
// - One volume for 3 to 10 pods has to be mounted by many nodes: production's is on NFS, which the plan has beside
//   local storage; development has none.
// - An Ingress needs no load balancer service on K3s: the controller is reached at ports of the nodes.
// - readOnlyRootFilesystem is false; it is true here, and the directories that the application writes to are volumes.
// - Security headers came by snippets, which ingress-nginx refuses by default: they are a route's own.
// - The report gives no targets of the autoscaler, no size of the database and none of the machines: those are ours.

/** The FFE backend: a FastAPI application with PostgreSQL, on a K3s of its own. */
export const ffeBackend = defineSystem<FfeBackendRow>({
  name: "ffe-backend",
  environments: ffeBackendEnvironments,
  clusters: (_, environment) => ({
    usual: "kubeconfig",
    settings: {
      kubeconfig: {
        loadBalancer: "none",
        storageClass: "local-path",
        ...(environment === "prod"
          ? {
              sharedStorageClass: "nfs-client",
              nodePools: [
                { name: "masters", cpus: 2, memory: 4096, count: 3 },
                { name: "workers", cpus: 4, memory: 8192, count: 3 },
              ],
            }
          : { nodePools: [{ name: "single", cpus: 8, memory: 16384, count: 1 }] }),
      },
    },
    refused: {
      doks: "it stays on premises",
      eks: "it stays on premises",
      gke: "it stays on premises",
      stack: "its PostgreSQL needs an operator that another stack's platform may not have",
      ...(environment === "dev" ? {} : { minikube: "it stands in for a single node in development only" }),
    },
  }),
  platform: ({ open }) =>
    open === undefined
      ? { ingress: { enabled: false }, certificates: { enabled: false } }
      : { certificates: { email: "ops@example.com", issuer: open.issuer } },
  // The report has Vault in production only; the database's own password stays where its operator reads it.
  secretBackEnd: (_, environment) =>
    environment === "prod" ? { kind: "vault", path: "secret/data/prod/app", role: "ffe-backend" } : undefined,
  application: (row, { domain, environment, image, issuer, mirrored, place }) => {
    const namespace = environment === "prod" ? "ffe" : `ffe-${environment}`;
    const route = (host: string): Route => ({
      host: `${host}.${domain}`,
      path: "/",
      to: "ffe-backend",
      requestsPerMinute: row.requestsPerMinute,
      redirectToHttps: true,
      ...(row.hardened ? { headers: secureHeaders } : {}),
    });
    const name = "ffe-backend";
    return {
      name,
      namespace,
      tls: row.open === undefined ? "none" : issuer,
      secrets: { DATABASE_URL: connection("postgres"), SECRET_KEY: generated(32) },
      workloads: {
        [name]: {
          kind: "deployment",
          image: image("ghcr.io/three-rivers-tech/ffe-backend", name),
          command: ["uvicorn", "finance_feedback_engine.api.app:app"],
          args: ["--host", "0.0.0.0", "--port", "8000", "--workers", "4"],
          port: 8000,
          scale: row.scale,
          ...(row.minAvailable === undefined ? {} : { minAvailable: row.minAvailable }),
          resources: row.resources,
          probes: {
            readiness: { path: "/ready" },
            liveness: { path: "/health" },
            timeoutSeconds: row.timeoutSeconds,
            periodSeconds: row.intervalSeconds,
            failures: row.failures,
          },
          before: {
            "wait-for-postgres": {
              image: mirrored(postgresToolsImage),
              command: ["sh", "-c", 'until pg_isready --dbname="$DATABASE_URL"; do sleep 2; done'],
              resources: resources(["50m", "100m"], ["32Mi", "64Mi"]),
            },
            "alembic-migrate": { command: ["alembic", "upgrade", "head"] },
          },
          config: { ENVIRONMENT: environment, LOG_LEVEL: row.logLevel, DB_POOL_SIZE: String(row.pool) },
          secrets: ["DATABASE_URL", "SECRET_KEY"],
          writable: ["/tmp", "/app/logs"],
          ...(row.storage === undefined ? {} : { storage: { mountPath: "/app/data", size: row.storage } }),
          permissions: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] }],
          metrics: { path: "/metrics" },
          connectsTo: ["postgres", apiServer],
        },
      },
      stores: {
        postgres: {
          kind: "postgres",
          place: place("postgres", "cluster"),
          version: 16,
          database: "ffe",
          instances: row.databaseInstances,
          size: "20Gi",
          image: mirrored(postgresImage),
          toolsImage: mirrored(postgresToolsImage),
          resources: resources(["250m", "1"], ["512Mi", "1Gi"]),
          ...(environment === "dev" ? {} : { backups: { schedule: "0 2 * * *", keepDays: 30, size: "50Gi" } }),
        },
      },
      routes: row.open === undefined ? [] : [route(row.open.hosts), route(`api.${row.open.hosts}`)],
      alerts: [{ name: "ffe-backend", alerts: [highErrorRate(5), podCrashLooping, podsUnavailable, volumeNearlyFull] }],
      dashboards: { "ffe-red": redDashboard("ffe-red", "FFE backend: rate, errors, duration", namespace) },
    };
  },
});
