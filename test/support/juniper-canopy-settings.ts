import type { Environment } from "../../components/environment";
import { all, env, input, keys, names, resourcesOf } from "./plan-parts";
import { dig, type Recording } from "./recording";
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

/** Redis's configuration, wherever it comes from. */
function redisConfiguration(made: Recording): string {
  const object = "redis-secret-files";
  const texts = made.names("Secret").includes(object)
    ? made.input("Secret", object, "stringData")
    : made.input("ExternalSecret", object, "spec", "target", "template", "data");
  return Object.values(texts ?? {}).join("\n");
}

/** A part of what External Secrets makes the application's Secret from. */
const template = (part: string) => input("ExternalSecret", `${app}-secrets`, "spec", "target", "template", part);

const awsStore = (made: Recording): unknown =>
  ["service", "region"].map((key) => made.input("SecretStore", "secret-store", "spec", "provider", "aws", key));

/** Version and day of the last change of the secrets that the plan counts, in a Secret's metadata. */
function versions(metadata: unknown): unknown {
  return ["JWT_SECRET_KEY", "LOG_API_KEY"].map((name) =>
    ["version", "last-rotated"].map((what) => dig(metadata, "annotations", `rootstock.dev/${what}.${name}`)),
  );
}

const known = [
  ["1", "never"],
  ["1", "never"],
];

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
    ["--appendonly yes", (made) => redisConfiguration(made).includes("appendonly yes"), true],
    ["auth.enabled", (made) => redisConfiguration(made).includes("requirepass "), true, "In development, too."],
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
  ...rows("2.4, 4.4.2, 6.2 phase 1: secrets in the cluster", dev, [
    [
      "REDIS_PASSWORD: openssl rand -base64 24",
      input("RandomBytes", "redis-password", "length"),
      32,
      "In hex: base64 has characters that a URL can't hold unescaped.",
    ],
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
    ["versions and days of change", (made) => versions(made.input("Secret", `${app}-secrets`, "metadata")), known],
  ]),
  ...rows("6.2 phase 2: External Secrets", clouds, [
    [
      "chart external-secrets in its own namespace",
      input("Namespace", "external-secrets", "metadata", "name"),
      "external-secrets",
    ],
    ["AWS Secrets Manager in us-east-1", awsStore, ["SecretsManager", "us-east-1"]],
    [
      "the application's secrets",
      template("data"),
      {
        CASCOR_BACKEND_URL: "{{ .CASCOR_BACKEND_URL }}",
        JWT_SECRET_KEY: "{{ .JWT_SECRET_KEY }}",
        LOG_API_KEY: "{{ .LOG_API_KEY }}",
        REDIS_URL: "redis://:{{ .REDIS_PASSWORD }}@redis:6379/0",
      },
    ],
    ["refreshInterval 1h", input("ExternalSecret", `${app}-secrets`, "spec", "refreshInterval"), "1h"],
    [
      "a SecretStore of the namespace",
      input("ExternalSecret", `${app}-secrets`, "spec", "secretStoreRef"),
      { kind: "SecretStore", name: "secret-store" },
      "Named for what it is: the stack says which cloud's.",
    ],
    [
      "property jwt_secret_key",
      (made) =>
        (
          made.input("ExternalSecret", `${app}-secrets`, "spec", "data") as readonly {
            remoteRef: { property: string };
          }[]
        ).map(({ remoteRef }) => remoteRef.property),
      ["CASCOR_BACKEND_URL", "JWT_SECRET_KEY", "LOG_API_KEY", "REDIS_PASSWORD"],
      "Properties are called as the variables are; the URL is composed in the cluster.",
    ],
    ["versions and days of change", (made) => versions(template("metadata")(made)), known],
    ["no value in the program's state", names("RandomBytes"), []],
  ]),
  ...rows(
    "6.2 phase 2: External Secrets",
    ["prod"],
    [
      [
        "key juniper-canopy/prod",
        input("ExternalSecret", `${app}-secrets`, "spec", "data", 0, "remoteRef", "key"),
        "juniper-canopy/prod",
      ],
    ],
  ),
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
