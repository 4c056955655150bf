import { internet } from "../../components/application/connections";
import type { Autoscaling, Resources } from "../../components/application/contract";
import { redDashboard } from "../../components/application/dashboard";
import { resources } from "../../components/application/resources";
import { connection, generated, supplied } from "../../components/application/secrets";
import { defineSystem } from "./contract";
import { githubRegistry } from "./github-registry";
import { redisImage } from "./store-images";
import { todoAlerts } from "./todo-alerts";

// The Todo plan (006-cloud-deployment) is the source of every figure here. Corrected, with what its authors meant:
// - pubsub.kafka has no authType "scram" and no scramSHA256AuthEnabled: authType is "password" with saslMechanism
//   "SHA-256" (Dapr's name for SCRAM-SHA-256), so REDPANDA_SASL_MECHANISM isn't a secret any more.
// - samplingRate "0" in the bootstrap file contradicts the values files; the values of each environment win.
// - HighErrorRate divided series with different labels and was always 1 or nothing; see todo-alerts.ts.
// - loki-stack and Promtail are retired: Loki's own chart and Alloy take their place.
// - staging's Kafka topics carry the prefix "staging-", which the plan creates but never passes to the services.
// - dev isn't in the plan: it is staging made smaller, on certificates that no browser trusts.

interface Row {
  readonly namespace: string;
  readonly host: (domain: string) => string;
  readonly topicPrefix: string;
  readonly samplingRate: number;
  readonly monitored: boolean;
  readonly debug: boolean;
  readonly scale: Readonly<Record<Service, number | Autoscaling>>;
  readonly resources: Readonly<Record<Service, Resources>>;
}

type Service = "frontend" | "backend" | "mcp" | "notification" | "sse-gateway";

// The plan gives staging's mcp, notification and sse-gateway no resources; production's smallest serve.
const small = {
  frontend: resources(["100m", "500m"], ["128Mi", "512Mi"]),
  backend: resources(["100m", "500m"], ["256Mi", "512Mi"]),
  mcp: resources(["100m", "500m"], ["128Mi", "512Mi"]),
  notification: resources(["100m", "500m"], ["128Mi", "256Mi"]),
  "sse-gateway": resources(["100m", "500m"], ["128Mi", "512Mi"]),
} as const;

const single = { frontend: 1, backend: 1, mcp: 1, notification: 1, "sse-gateway": 1 } as const;

const registry = "ghcr.io/hackathon-todo";
const kafka = internet("Redpanda Cloud", 9092);
const postgres = internet("Neon PostgreSQL", 5432);

/** The event-driven Todo application: five services with Dapr sidecars, Kafka outside, Redis inside. */
export const todo = defineSystem<Row>({
  name: "todo",
  environments: {
    dev: {
      namespace: "dev",
      host: (domain) => `dev.todo.${domain}`,
      topicPrefix: "dev-",
      samplingRate: 1,
      monitored: true,
      debug: true,
      scale: single,
      resources: small,
    },
    staging: {
      namespace: "staging",
      host: (domain) => `staging.todo.${domain}`,
      topicPrefix: "staging-",
      samplingRate: 1,
      monitored: false,
      debug: false,
      scale: single,
      resources: small,
    },
    prod: {
      namespace: "production",
      host: (domain) => `todo.${domain}`,
      topicPrefix: "",
      samplingRate: 0.1,
      monitored: true,
      debug: false,
      scale: {
        frontend: { min: 2, max: 4, cpuPercent: 80 },
        backend: { min: 2, max: 6, cpuPercent: 70 },
        mcp: { min: 1, max: 2, cpuPercent: 80 },
        notification: { min: 1, max: 3, cpuPercent: 70 },
        "sse-gateway": { min: 2, max: 4, cpuPercent: 70 },
      },
      resources: {
        ...small,
        frontend: resources(["200m", "1000m"], ["256Mi", "1024Mi"]),
        backend: resources(["250m", "1000m"], ["256Mi", "1024Mi"]),
      },
    },
  },
  application: (row, { domain, image, issuer, mirrored, place }) => {
    const host = row.host(domain);
    const url = `https://${host}`;
    const redisPlace = place("redis", "cluster");
    const topics = {
      TASK_EVENTS_TOPIC: `${row.topicPrefix}task-events`,
      NOTIFICATIONS_TOPIC: `${row.topicPrefix}notifications`,
      PROCESSED_EVENTS_TOPIC: `${row.topicPrefix}processed-events`,
    };
    const python = { DEBUG: String(row.debug), CORS_ORIGINS: url, BETTER_AUTH_URL: url, ...topics };
    const service = (name: Service, port: number, health = "/health") => ({
      kind: "deployment" as const,
      image: image(`${registry}/${name}`, name),
      port,
      scale: row.scale[name],
      resources: row.resources[name],
      probes: { readiness: { path: health } },
      dapr: {},
    });
    return {
      name: "todo",
      namespace: row.namespace,
      tls: issuer,
      monitored: row.monitored,
      pullFrom: githubRegistry.pullFrom,
      secrets: {
        DATABASE_URL: supplied("Neon's pooled PostgreSQL URL", "postgresql://todo:stand-in@neon.invalid/todo"),
        FRONTEND_DATABASE_URL: supplied("Neon's direct PostgreSQL URL", "postgresql://todo:stand-in@neon.invalid/todo"),
        OPENAI_API_KEY: supplied("OpenAI's API key", "sk-stand-in-openai-key"),
        REDPANDA_BROKERS: supplied("Redpanda Cloud's bootstrap brokers", "broker.redpanda.invalid:9092", {
          rotateEveryDays: "never",
        }),
        REDPANDA_USERNAME: supplied("Redpanda Cloud's service account", "stand-in-redpanda-user"),
        REDPANDA_PASSWORD: supplied("Redpanda Cloud's password", "stand-in-redpanda-password"),
        ...githubRegistry.secrets,
        BETTER_AUTH_SECRET: generated(32),
        REDIS_ADDRESS: connection("redis", "{{host}}:{{port}}"),
        REDIS_PASSWORD: connection("redis", "{{password}}"),
        REDIS_TLS: connection("redis", "{{tls}}"),
      },
      workloads: {
        frontend: {
          ...service("frontend", 3000, "/"),
          config: { BETTER_AUTH_URL: url, NEXT_PUBLIC_API_URL: `${url}/api`, API_URL: "http://backend:8000" },
          secrets: ["FRONTEND_DATABASE_URL", "BETTER_AUTH_SECRET"],
          writable: ["/tmp", "/app/.next/cache"],
          connectsTo: ["backend", postgres],
        },
        backend: {
          ...service("backend", 8000, "/api/health"),
          config: { ...python, MCP_URL: "http://mcp:8001/mcp" },
          secrets: ["DATABASE_URL", "BETTER_AUTH_SECRET", "OPENAI_API_KEY"],
          metrics: { path: "/metrics", intervalSeconds: 30 },
          connectsTo: ["mcp", postgres, internet("OpenAI", 443)],
        },
        mcp: {
          ...service("mcp", 8001),
          config: python,
          secrets: ["DATABASE_URL", "BETTER_AUTH_SECRET"],
          connectsTo: [postgres],
        },
        notification: {
          ...service("notification", 8002),
          config: python,
          secrets: ["DATABASE_URL"],
          metrics: { path: "/metrics", intervalSeconds: 30 },
          connectsTo: [postgres],
        },
        "sse-gateway": { ...service("sse-gateway", 8003), config: python, secrets: ["BETTER_AUTH_SECRET"] },
      },
      stores: {
        redis: {
          kind: "redis",
          place: redisPlace,
          image: mirrored(redisImage),
          size: "1Gi",
        },
      },
      routes: [
        { host, path: "/api", to: "backend" },
        { host, path: "/mcp", to: "mcp" },
        { host, path: "/", to: "frontend" },
        { host, path: "/sse", to: "sse-gateway", timeoutSeconds: 3600, streaming: true },
      ],
      dapr: {
        samplingRate: row.samplingRate,
        components: {
          pubsub: {
            type: "pubsub.kafka",
            metadata: {
              brokers: { secret: "REDPANDA_BROKERS" },
              authType: "password",
              saslMechanism: "SHA-256",
              saslUsername: { secret: "REDPANDA_USERNAME" },
              saslPassword: { secret: "REDPANDA_PASSWORD" },
              consumerGroup: `${row.topicPrefix}todo`,
              disableTls: "false",
              maxMessageBytes: "1048576",
            },
            scopes: ["backend", "mcp", "notification", "sse-gateway"],
            connectsTo: [kafka],
          },
          statestore: {
            type: "state.redis",
            metadata: {
              redisHost: { secret: "REDIS_ADDRESS" },
              redisPassword: { secret: "REDIS_PASSWORD" },
              ...(redisPlace === "cluster" ? {} : { enableTLS: { secret: "REDIS_TLS" } }),
              actorStateStore: "true",
            },
            scopes: ["backend", "notification", "sse-gateway"],
            connectsTo: ["redis"],
          },
        },
      },
      alerts: todoAlerts,
      dashboards: { "todo-red": redDashboard("todo-red", "Todo: rate, errors, duration", row.namespace) },
    };
  },
});
