import type { Environment } from "../../components/environment";
import { all, env, input, keys, names, resourcesOf } from "./plan-parts";
import type { Recording } from "./recording";
import { type Requirement, rows } from "./requirements";

const every: readonly Environment[] = ["dev", "staging", "prod"];
const dev: readonly Environment[] = ["dev"];
const clouds: readonly Environment[] = ["staging", "prod"];

const app = "juniper-canopy";

/** Ports that a network policy lets its pods talk to. */
function egressPorts(made: Recording): readonly unknown[] {
  const rules = made.input("NetworkPolicy", app, "spec", "egress") as readonly {
    ports?: readonly { port: unknown }[];
  }[];
  return [...new Set(rules.flatMap(({ ports = [] }) => ports.map(({ port }) => port)))].sort();
}

/** The rows of the Juniper Canopy plan on Redis, settings, secrets and who talks to whom. */
export const juniperCanopySettings: readonly Requirement[] = [
  ...rows("3.2.2, 4.3.3 Redis", every, [
    ["a StatefulSet with 1 replica", input("StatefulSet", "redis", "spec", "replicas"), 1],
    [
      "CPU 100m to 500m, memory 256Mi to 512Mi",
      resourcesOf("redis", "StatefulSet"),
      ["100m", "256Mi", "500m", "512Mi"],
    ],
    [
      "10Gi",
      input("StatefulSet", "redis", "spec", "volumeClaimTemplates", 0, "spec", "resources", "requests", "storage"),
      "10Gi",
    ],
    [
      "--appendonly yes",
      (made) =>
        Object.values(made.input("Secret", "redis-secret-files", "stringData") ?? {})
          .join("\n")
          .includes("appendonly yes"),
      true,
    ],
    [
      "auth.enabled with a password that nobody made up",
      all(
        (made) =>
          Object.values(made.input("Secret", "redis-secret-files", "stringData") ?? {})
            .join("\n")
            .includes("requirepass "),
        input("RandomBytes", "redis-password", "length"),
      ),
      [true, 32],
      "In development, too; the plan's script makes 24 bytes in base64, which a URL can't hold unescaped.",
    ],
    ["port 6379", input("Service", "redis", "spec", "ports", 0, "port"), 6379],
    [
      "redis 7",
      (made) =>
        /redis:7\./.test(
          String(made.input("StatefulSet", "redis", "spec", "template", "spec", "containers", 0, "image")),
        ),
      true,
    ],
    [
      "livenessProbe on tcp 6379",
      input("StatefulSet", "redis", "spec", "template", "spec", "containers", 0, "livenessProbe", "tcpSocket"),
      { port: 6379 },
    ],
    [
      "bitnami/redis in production, replicaCount 0",
      (made) => made.names("Release").filter((name) => name.includes("redis")),
      [],
      "Bitnami's images are gone; one pod of the upstream image is the same.",
    ],
  ]),
  ...rows("4.4.1 config", dev, [
    [
      "CASCOR_ENV, CASCOR_DEBUG, CASCOR_DEMO_MODE, LOG_LEVEL",
      all(...["CASCOR_ENV", "CASCOR_DEBUG", "CASCOR_DEMO_MODE", "LOG_LEVEL"].map((key) => env(app, key))),
      ["development", "true", "1", "DEBUG"],
    ],
  ]),
  ...rows("4.4.1, A config", clouds, [
    [
      "CASCOR_ENV=production, CASCOR_DEBUG=false",
      all(env(app, "CASCOR_ENV"), env(app, "CASCOR_DEBUG")),
      ["production", "false"],
    ],
    [
      "demo mode and log level outside of development",
      all(env(app, "CASCOR_DEMO_MODE"), env(app, "LOG_LEVEL")),
      ["0", "INFO"],
      "The plan leaves them open; staging rehearses production.",
    ],
  ]),
  ...rows("4.4.1 config", every, [
    [
      "WEBSOCKET_HEARTBEAT_INTERVAL 30, WEBSOCKET_MAX_CONNECTIONS 50",
      all(env(app, "WEBSOCKET_HEARTBEAT_INTERVAL"), env(app, "WEBSOCKET_MAX_CONNECTIONS")),
      ["30", "50"],
    ],
    ["PYTHONPATH /app", env(app, "PYTHONPATH"), "/app"],
  ]),
  ...rows("2.4, 4.4.2, 6.2 secrets", every, [
    ["JWT_SECRET_KEY: openssl rand -base64 32", input("RandomBytes", "jwt-secret-key", "length"), 32],
    ["LOG_API_KEY: openssl rand -hex 16", input("RandomBytes", "log-api-key", "length"), 16],
    [
      "REDIS_URL: redis://:PASSWORD@redis:6379/0",
      (made) =>
        /^redis:\/\/:[^@]+@redis:6379\/0$/.test(
          String(made.input("Secret", `${app}-secrets`, "stringData", "REDIS_URL")),
        ),
      true,
    ],
  ]),
  ...rows("6.2 secrets", clouds, [
    [
      "the application's secrets",
      keys("Secret", `${app}-secrets`, "stringData"),
      ["CASCOR_BACKEND_URL", "JWT_SECRET_KEY", "LOG_API_KEY", "REDIS_URL"],
    ],
  ]),
  ...rows("4.4.2 secrets", dev, [
    [
      "the application's secrets",
      keys("Secret", `${app}-secrets`, "stringData"),
      ["JWT_SECRET_KEY", "LOG_API_KEY", "REDIS_URL"],
    ],
  ]),
  ...rows("Phase 3 network policies", every, [
    ["closed by default", input("NetworkPolicy", "default-deny", "spec", "policyTypes"), ["Ingress", "Egress"]],
    [
      "Redis answers the application alone",
      (made) => {
        const from = made.input("NetworkPolicy", "redis", "spec", "ingress") as readonly {
          from: readonly { podSelector?: { matchLabels: Record<string, string> } }[];
        }[];
        return from.flatMap((rule) =>
          rule.from.map(({ podSelector }) => podSelector?.matchLabels["app.kubernetes.io/name"]),
        );
      },
      [app],
    ],
  ]),
  ...rows("Phase 3 network policies", dev, [["in demo mode: DNS and Redis", egressPorts, [53, 6379]]]),
  ...rows("Phase 3 network policies", clouds, [["DNS, Redis and the CasCor back end", egressPorts, [53, 6379, 8000]]]),
  ...rows("4.4 objects", every, [
    ["one Deployment, one autoscaler", all(names("Deployment"), names("HorizontalPodAutoscaler")), [[app], [app]]],
  ]),
];
