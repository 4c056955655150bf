import type { Environment } from "../../components/environment";
import { all, container, env, input, keys, names, pod, resourcesOf, scalingOf } from "./plan-parts";
import type { Recording } from "./recording";
import { type Requirement, rows } from "./requirements";

const every: readonly Environment[] = ["dev", "staging", "prod"];
const dev: readonly Environment[] = ["dev"];
const staging: readonly Environment[] = ["staging"];
const outside: readonly Environment[] = ["dev", "staging"];
const prod: readonly Environment[] = ["prod"];

const secret =
  (key: string) =>
  (made: Recording): string =>
    String(made.input("Secret", "backend-secrets", "stringData", key));

const registry = "ghcr.io/omarmohamedo-o/chloromaster";

/** The rows of the ChloroMaster plan on frontend, backend, stores, mail and settings. */
export const chloromasterWorkloads: readonly Requirement[] = [
  ...rows("Phase 1 backend", every, [
    ["port 5000", container("backend", "ports", 0, "containerPort"), 5000],
    ["/health/live for liveness", container("backend", "livenessProbe", "httpGet", "path"), "/health/live"],
    ["/health/ready for readiness", container("backend", "readinessProbe", "httpGet", "path"), "/health/ready"],
    [
      "interval 30s, timeout 10s, retries 3",
      all(
        ...["periodSeconds", "timeoutSeconds", "failureThreshold"].map((key) =>
          container("backend", "livenessProbe", key),
        ),
      ),
      [30, 10, 3],
    ],
    [
      "start_period 45s",
      (made) =>
        Number(container("backend", "startupProbe", "periodSeconds")(made)) *
        Number(container("backend", "startupProbe", "failureThreshold")(made)),
      135,
      "45 s in which misses don't count, then three of them every 30 s.",
    ],
    ["user 1001", pod("backend", "securityContext", "runAsUser"), 1001],
    ["ServiceMonitor for /metrics", input("ServiceMonitor", "backend", "spec", "endpoints", 0, "path"), "/metrics"],
  ]),
  ...rows("Phase 1 frontend", every, [
    [
      "nginx on port 80",
      container("frontend", "ports", 0, "containerPort"),
      8080,
      "Port 80 is for root, and NET_BIND_SERVICE isn't restricted: nginx-unprivileged.",
    ],
    ["its own user", pod("frontend", "securityContext", "runAsUser"), 101],
  ]),
  ...["frontend", "backend"].flatMap((name) =>
    rows(`Phase 1 hardening: ${name}`, every, [
      ["CPU 0.25 to 0.5, memory 256M to 512M", resourcesOf(name), ["250m", "256Mi", "500m", "512Mi"]],
      ["no-new-privileges", container(name, "securityContext", "allowPrivilegeEscalation"), false],
      ["cap_drop ALL", container(name, "securityContext", "capabilities"), { drop: ["ALL"] }],
      [
        "cap_add NET_BIND_SERVICE",
        container(name, "securityContext", "capabilities", "add"),
        undefined,
        "No workload listens below 1024.",
      ],
      ["non-root", pod(name, "securityContext", "runAsNonRoot"), true],
      ["imagePullPolicy Always", container(name, "imagePullPolicy"), "Always"],
      ["graceful shutdown", pod(name, "terminationGracePeriodSeconds"), 30],
      ["ClusterIP service", input("Service", name, "spec", "type"), "ClusterIP"],
    ]),
  ),
  ...rows("Phase 2 B images", prod, [
    [
      "VERSION-SHA of each",
      all(container("backend", "image"), container("frontend", "image")),
      [`${registry}-backend:v1.0.0`, `${registry}-frontend:v1.0.0`],
      "imageTag of the stack: one for both, or one each, with a digest where it must not move.",
    ],
  ]),
  ...rows("Phase 2 B images", every, [
    [
      "never latest",
      (made) => made.names("Deployment").filter((name) => /:latest$/.test(String(container(name, "image")(made)))),
      [],
    ],
    [
      "ghcr.io, private",
      (made) =>
        Object.keys(
          (
            JSON.parse(String(made.input("Secret", "pull-secret", "stringData", ".dockerconfigjson"))) as {
              auths: object;
            }
          ).auths,
        ),
      ["ghcr.io"],
      "The plan's manifests name no pull secret.",
    ],
  ]),
  ...rows("Architecture: replicas", prod, [
    [
      "3 of frontend, 3 of backend; an autoscaler (11-hpa)",
      all(scalingOf("frontend"), scalingOf("backend")),
      [
        [3, 6, 70],
        [3, 6, 70],
      ],
    ],
    ["one stays at least", (made) => names("PodDisruptionBudget")(made), ["backend", "frontend"]],
  ]),
  ...rows("Architecture: replicas", outside, [["no autoscaler", names("HorizontalPodAutoscaler"), []]]),
  ...rows("Configuration", dev, [["ASPNETCORE_ENVIRONMENT", env("backend", "ASPNETCORE_ENVIRONMENT"), "Development"]]),
  ...rows("Configuration", staging, [["ASPNETCORE_ENVIRONMENT", env("backend", "ASPNETCORE_ENVIRONMENT"), "Staging"]]),
  ...rows("Configuration", prod, [
    ["ASPNETCORE_ENVIRONMENT", env("backend", "ASPNETCORE_ENVIRONMENT"), "Production"],
    ["CORS for production's domain", env("backend", "CORS__ALLOWEDORIGINS"), "https://example.com"],
  ]),
  ...rows("Configuration", every, [
    ["--urls http://…:5000", env("backend", "ASPNETCORE_URLS"), "http://+:5000"],
    [
      "secrets managed externally",
      (made) => keys("ConfigMap", "backend-config", "data")(made)?.toString().includes("CONNECTIONSTRINGS"),
      false,
    ],
  ]),
  ...rows("Redis 7.4", every, [
    [
      "redis 7.4",
      (made) =>
        /redis:7\.4/.test(
          String(made.input("StatefulSet", "redis", "spec", "template", "spec", "containers", 0, "image")),
        ),
      true,
    ],
    [
      "redis_data",
      input("StatefulSet", "redis", "spec", "volumeClaimTemplates", 0, "spec", "resources", "requests", "storage"),
      "1Gi",
      "The plan has no size; a cache of this site is small.",
    ],
    [
      "redis:6379 by name",
      (made) => /^redis:6379,password=.+,ssl=false$/.test(secret("CONNECTIONSTRINGS__REDIS")(made)),
      true,
    ],
  ]),
  ...rows("Mail", outside, [
    [
      "mailhog:1025",
      all(env("backend", "SMTP__HOST"), env("backend", "SMTP__PORT")),
      ["mail", "1025"],
      "MailHog is unmaintained: Mailpit, under the name of what it does.",
    ],
    ["caught, not sent", (made) => made.names("Deployment").includes("mail"), true],
  ]),
  ...rows("Mail", prod, [
    ["SendGrid", env("backend", "SMTP__HOST"), "smtp.sendgrid.net"],
    ["no mail catcher in production", (made) => made.names("Deployment"), ["backend", "frontend"]],
    ["its key", (made) => secret("SMTP__PASSWORD")(made).startsWith("SG."), true],
  ]),
  ...rows("Database", outside, [
    [
      "SQLite for development and test",
      input("Cluster", "postgres", "spec", "instances"),
      1,
      "PostgreSQL everywhere: a database that differs from production's proves nothing.",
    ],
    [
      "backend_data on a volume (03-pvc)",
      input("Cluster", "postgres", "spec", "storage", "size"),
      "20Gi",
      "The database's volume; the backend itself keeps nothing.",
    ],
    [
      "backend_logs on a volume",
      (made) => JSON.stringify(pod("backend", "volumes")(made)).includes("persistentVolumeClaim"),
      false,
      "Loki keeps logs; files are scratch.",
    ],
  ]),
  ...rows("Database", prod, [
    ["Cloud SQL", (made) => made.all("DatabaseInstance").length, 1],
    [
      "a connection string",
      (made) =>
        /^Host=.+;Port=5432;Database=chloromaster;Username=.+;Password=.+;SSL Mode=require$/.test(
          secret("CONNECTIONSTRINGS__DEFAULTCONNECTION")(made),
        ),
      true,
    ],
  ]),
  ...rows("Checklist: backups", prod, [
    ["backup strategy", (made) => made.names("CronJob").filter((name) => name.includes("backup")), ["postgres-backup"]],
  ]),
];
