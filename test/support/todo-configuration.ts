import type { Environment } from "../../components/environment";
import { container, env, keys } from "./plan-parts";
import { type Requirement, rows } from "./requirements";
import { ofEach, one } from "./todo-parts";

const every: readonly Environment[] = ["dev", "staging", "prod"];
const planned: readonly Environment[] = ["staging", "prod"];
const dev: readonly Environment[] = ["dev"];
const staging: readonly Environment[] = ["staging"];
const prod: readonly Environment[] = ["prod"];

const host: Readonly<Record<Environment, string>> = {
  dev: "dev.todo.example.com",
  staging: "staging.todo.example.com",
  prod: "todo.example.com",
};

/** The rows of the Todo plan on settings, secrets and routes. */
export const todoConfiguration: readonly Requirement[] = [
  ...every.flatMap((environment) =>
    rows(
      "2.7, 2.8 config",
      [environment],
      [
        [
          "corsOrigins",
          ofEach((name) => env(name, "CORS_ORIGINS")),
          { ...one(`https://${host[environment]}`), frontend: undefined },
          "The frontend answers on the same host and asks for no other origin.",
        ],
        ["betterAuthUrl", ofEach((name) => env(name, "BETTER_AUTH_URL")), one(`https://${host[environment]}`)],
        [
          "ingress.host",
          (made) => [
            ...new Set(made.names("Ingress").map((name) => made.input("Ingress", name, "spec", "rules", 0, "host"))),
          ],
          [host[environment]],
        ],
        [
          "a namespace of its own (SC-008)",
          (made) => made.names("Namespace").includes(environment === "prod" ? "production" : environment),
          true,
        ],
      ],
    ),
  ),
  ...rows("2.8 config", prod, [["debug: false", env("backend", "DEBUG"), "false"]]),
  ...rows("2.7 config", staging, [
    ["debug", env("backend", "DEBUG"), "false", "The plan leaves staging open; it rehearses production."],
  ]),
  ...rows("4.1 topics", prod, [
    [
      "task-events, notifications, processed-events",
      (made) =>
        ["TASK_EVENTS_TOPIC", "NOTIFICATIONS_TOPIC", "PROCESSED_EVENTS_TOPIC"].map((key) => env("backend", key)(made)),
      ["task-events", "notifications", "processed-events"],
    ],
  ]),
  ...rows("4.1 topics", staging, [
    [
      "the same with staging-",
      (made) =>
        ["TASK_EVENTS_TOPIC", "NOTIFICATIONS_TOPIC", "PROCESSED_EVENTS_TOPIC"].map((key) => env("backend", key)(made)),
      ["staging-task-events", "staging-notifications", "staging-processed-events"],
      "The plan creates these topics but never passes their names to the services.",
    ],
  ]),
  ...rows("1.7 secrets", every, [
    [
      "DATABASE_URL, BETTER_AUTH_SECRET, OPENAI_API_KEY",
      keys("Secret", "backend-secrets", "stringData"),
      ["BETTER_AUTH_SECRET", "DATABASE_URL", "OPENAI_API_KEY"],
      "Each service gets the secrets it reads, not all of app-secrets.",
    ],
    [
      "FRONTEND_DATABASE_URL",
      keys("Secret", "frontend-secrets", "stringData"),
      ["BETTER_AUTH_SECRET", "FRONTEND_DATABASE_URL"],
    ],
    [
      "REDPANDA_BROKERS, _USERNAME, _PASSWORD",
      keys("Secret", "pubsub-secrets", "stringData"),
      ["REDPANDA_BROKERS", "REDPANDA_PASSWORD", "REDPANDA_USERNAME"],
      "Only Dapr reads them. REDPANDA_SASL_MECHANISM is no secret: it is a setting of the component.",
    ],
    [
      "BETTER_AUTH_SECRET has a value that nobody made up",
      (made) => made.input("RandomBytes", "better-auth-secret", "length"),
      32,
      "Generated once and kept in the encrypted state.",
    ],
    [
      "ghcr-pull-secret for ghcr.io",
      (made) =>
        Object.keys(
          (
            JSON.parse(made.input("Secret", "pull-secret", "stringData", ".dockerconfigjson") as string) as {
              auths: object;
            }
          ).auths,
        ),
      ["ghcr.io"],
    ],
    [
      "K8s secrets by envFrom (SC-006)",
      container("backend", "envFrom"),
      [{ configMapRef: { name: "*" } }, { secretRef: { name: "*" } }],
    ],
  ]),
  ...rows("2.1 routes", every, [
    [
      "/api to backend 8000, /mcp to mcp 8001, / to frontend 3000",
      (made) => made.input("Ingress", "todo", "spec", "rules", 0, "http", "paths"),
      [
        ["/api", "backend", 8000],
        ["/mcp", "mcp", 8001],
        ["/", "frontend", 3000],
      ].map(([path, name, number]) => ({ path, pathType: "Prefix", backend: { service: { name, port: { number } } } })),
    ],
    [
      "/sse to sse-gateway 8003",
      (made) => made.input("Ingress", "sse-gateway", "spec", "rules", 0, "http", "paths", 0, "backend", "service"),
      { name: "sse-gateway", port: { number: 8003 } },
      "An Ingress of its own: its connections stay open for an hour and are never buffered.",
    ],
    [
      "ssl-redirect and force-ssl-redirect",
      (made) =>
        ["ssl-redirect", "force-ssl-redirect"].map((key) =>
          made.input("Ingress", "todo", "metadata", "annotations", `nginx.ingress.kubernetes.io/${key}`),
        ),
      ["true", "true"],
    ],
    ["className: nginx", (made) => made.input("Ingress", "todo", "spec", "ingressClassName"), "nginx"],
  ]),
  ...rows("2.1 certificates", planned, [
    [
      "cert-manager.io/cluster-issuer: letsencrypt-prod",
      (made) => made.input("Ingress", "todo", "metadata", "annotations", "cert-manager.io/cluster-issuer"),
      "letsencrypt-prod",
    ],
  ]),
  ...rows("2.1 certificates", dev, [
    [
      "certificates to try with",
      (made) => made.input("Ingress", "todo", "metadata", "annotations", "cert-manager.io/cluster-issuer"),
      "letsencrypt-staging",
      "The plan's risk list: the staging issuer first.",
    ],
  ]),
];
