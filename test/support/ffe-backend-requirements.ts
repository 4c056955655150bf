import type { Environment } from "../../components/environment";
import { secureHeaders } from "../../components/platform/secure-headers";
import {
  alertNames,
  all,
  container,
  env,
  input,
  keys,
  names,
  nginx,
  pod,
  resourcesOf,
  scalingOf,
  values,
} from "./plan-parts";
import { elsewhere, type Requirement, rows } from "./requirements";

const every: readonly Environment[] = ["dev", "staging", "prod"];
const dev: readonly Environment[] = ["dev"];
const staging: readonly Environment[] = ["staging"];
const prod: readonly Environment[] = ["prod"];
const scaled: readonly Environment[] = ["staging", "prod"];

const app = "ffe-backend";
const vaultAnnotation = (key: string) =>
  input("Deployment", app, "spec", "template", "metadata", "annotations", `vault.hashicorp.com/${key}`);
const probe = (kind: string, key: string) => container(app, kind, key);
const ourOwn = "The report gives no figure: ours.";

/** The rows of the FFE backend's report that show in the plan's objects. */
export const ffeBackendRequirements: readonly Requirement[] = [
  ...rows("Kubernetes resources by environment", dev, [
    ["replicas 1", input("Deployment", app, "spec", "replicas"), 1],
    ["CPU 100m to 500m, memory 256Mi to 1Gi", resourcesOf(app), ["100m", "256Mi", "500m", "1Gi"]],
    ["no autoscaling", names("HorizontalPodAutoscaler"), []],
    ["no persistence", names("PersistentVolumeClaim"), []],
    ["no disruption budget", names("PodDisruptionBudget"), []],
    ["no TLS, no ingress", all(names("Ingress"), names("ClusterIssuer")), [[], []]],
    ["debug logging", env(app, "LOG_LEVEL"), "DEBUG"],
    ["connection pool of 5", env(app, "DB_POOL_SIZE"), "5"],
    ["failure threshold 3", probe("readinessProbe", "failureThreshold"), 3],
  ]),
  ...rows("Kubernetes resources by environment", staging, [
    ["CPU 250m to 750m, memory 512Mi to 1.5Gi", resourcesOf(app), ["250m", "512Mi", "750m", "1536Mi"]],
    ["2 replicas, autoscaling 2-5", scalingOf(app), [2, 5, 70]],
    ["persistence 5Gi", input("PersistentVolumeClaim", app, "spec", "resources", "requests", "storage"), "5Gi"],
    [
      "on a single node: local storage, mounted by all pods",
      all(
        input("PersistentVolumeClaim", app, "spec", "accessModes"),
        input("PersistentVolumeClaim", app, "spec", "storageClassName"),
      ),
      [["ReadWriteOnce"], "local-path"],
    ],
    ["disruption budget: min 1", input("PodDisruptionBudget", app, "spec", "minAvailable"), 1],
    ["failure threshold 2", probe("readinessProbe", "failureThreshold"), 2],
    ["rate limit 100 a minute", nginx(app, "limit-rpm"), "100"],
    [
      "staging TLS",
      input("Ingress", app, "metadata", "annotations", "cert-manager.io/cluster-issuer"),
      "letsencrypt-staging",
    ],
  ]),
  ...rows("Kubernetes resources by environment", prod, [
    [
      "CPU 500m to 2Gi, memory 1Gi to 2Gi",
      resourcesOf(app),
      ["500m", "1Gi", "2", "2Gi"],
      "2Gi of CPU is a typo for 2.",
    ],
    ["3 replicas, autoscaling 3-10", scalingOf(app), [3, 10, 70]],
    ["persistence 20Gi", input("PersistentVolumeClaim", app, "spec", "resources", "requests", "storage"), "20Gi"],
    [
      "NFS, mounted by the pods of many nodes",
      all(
        input("PersistentVolumeClaim", app, "spec", "accessModes"),
        input("PersistentVolumeClaim", app, "spec", "storageClassName"),
      ),
      [["ReadWriteMany"], "nfs-client"],
    ],
    ["disruption budget: min 2", input("PodDisruptionBudget", app, "spec", "minAvailable"), 2],
    ["health check timeout 3s", probe("readinessProbe", "timeoutSeconds"), 3],
    ["readiness interval 5s", probe("readinessProbe", "periodSeconds"), 5],
    ["failure threshold 1", probe("readinessProbe", "failureThreshold"), 1],
    ["connection pool of 20", env(app, "DB_POOL_SIZE"), "20"],
    ["rate limit 200 a minute", nginx(app, "limit-rpm"), "200"],
    ["security headers: frames, types, CSP", input("ConfigMap", `${app}-headers`, "data"), secureHeaders],
    [
      "HSTS for a year",
      values("ingress-nginx", "controller", "config", "hsts-max-age"),
      "31536000",
      "The controller's own, for every host.",
    ],
    ["force-ssl-redirect", nginx(app, "force-ssl-redirect"), "true"],
    ["PostgreSQL with 3 replicas", input("Cluster", "postgres", "spec", "instances"), 3],
    ["hosts ffe and api.ffe", input("Ingress", app, "spec", "rules", 0, "host"), "ffe.example.com"],
    [
      "hosts ffe and api.ffe: the API's",
      input("Ingress", `${app}-2`, "spec", "rules", 0, "host"),
      "api.ffe.example.com",
    ],
    ["namespace ffe", input("Namespace", "ffe", "metadata", "name"), "ffe"],
  ]),
  ...rows(
    "Kubernetes resources by environment",
    ["dev", "staging"],
    [
      ["health check timeout 5s", probe("readinessProbe", "timeoutSeconds"), 5],
      ["readiness interval 10s", probe("readinessProbe", "periodSeconds"), 10],
      ["PostgreSQL single", input("Cluster", "postgres", "spec", "instances"), 1],
    ],
  ),
  ...rows("Helm chart", every, [
    [
      "maxSurge 1, maxUnavailable 0",
      input("Deployment", app, "spec", "strategy"),
      { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    ],
    ["init containers: wait-for-postgres", pod(app, "initContainers", 0, "name"), "wait-for-postgres"],
    [
      "init containers: alembic upgrade",
      all(pod(app, "initContainers", 1, "name"), (made) =>
        // In production a shell reads what Vault's agent wrote, and then becomes the command.
        (pod(app, "initContainers", 1, "command")(made) as readonly string[]).slice(-3),
      ),
      ["alembic-migrate", ["alembic", "upgrade", "head"]],
    ],
    ["liveness /health", probe("livenessProbe", "httpGet"), { path: "/health", port: 8000 }],
    ["readiness /ready", probe("readinessProbe", "httpGet"), { path: "/ready", port: 8000 }],
    [
      "Service ClusterIP:8000",
      all(input("Service", app, "spec", "type"), input("Service", app, "spec", "ports", 0, "port")),
      ["ClusterIP", 8000],
    ],
    [
      "ServiceAccount, Role, RoleBinding",
      all(input("ServiceAccount", app, "automountServiceAccountToken"), input("Role", app, "rules", 0, "resources")),
      [false, ["configmaps"]],
      "The report names no rights: reading its own settings.",
    ],
    ["Uvicorn with 4 workers", container(app, "args"), ["--host", "0.0.0.0", "--port", "8000", "--workers", "4"]],
    [
      "runAsNonRoot, fsGroup",
      all(pod(app, "securityContext", "runAsNonRoot"), pod(app, "securityContext", "fsGroup")),
      [true, 10001],
    ],
    ["allowPrivilegeEscalation false", container(app, "securityContext", "allowPrivilegeEscalation"), false],
    [
      "readOnlyRootFilesystem false",
      container(app, "securityContext", "readOnlyRootFilesystem"),
      true,
      "Read-only; what is written to is a volume.",
    ],
    [
      "anti-affinity: pods spread across nodes",
      pod(
        app,
        "affinity",
        "podAntiAffinity",
        "preferredDuringSchedulingIgnoredDuringExecution",
        0,
        "podAffinityTerm",
        "topologyKey",
      ),
      "kubernetes.io/hostname",
    ],
    [
      "database secret apart from the configuration",
      container(app, "envFrom", 1, "secretRef", "name"),
      "ffe-backend-secrets-0000000",
      "Under a name of its own for each content.",
    ],
    [
      "PostgreSQL 16",
      input("Cluster", "postgres", "spec", "imageName"),
      "ghcr.io/cloudnative-pg/postgresql:16.10-standard-bookworm",
      "CloudNativePG's image: Alpine's has no instance manager.",
    ],
    ["alerts", alertNames, ["HighErrorRate", "PodCrashLooping", "PodsUnavailable", "VolumeNearlyFull"], ourOwn],
  ]),
  ...rows("TLS/ACME Configuration", scaled, [
    [
      "ACME e-mail ops@example.com",
      input("ClusterIssuer", "letsencrypt-prod", "spec", "acme", "email"),
      "ops@example.com",
    ],
    ["both ClusterIssuers, HTTP-01", names("ClusterIssuer"), ["letsencrypt-prod", "letsencrypt-staging"]],
    ["no load balancer service assumed", values("ingress-nginx", "controller", "service", "type"), "NodePort"],
  ]),
  ...rows("Vault Secret Injection (Production)", prod, [
    [
      "3 nodes for HA, with integrated storage",
      all(
        values("vault", "server", "ha", "enabled"),
        values("vault", "server", "ha", "replicas"),
        values("vault", "server", "ha", "raft", "enabled"),
      ),
      [true, 3, true],
    ],
    ["vault.hashicorp.com/agent-inject", vaultAnnotation("agent-inject"), "true"],
    ["secret/<env>/app", vaultAnnotation("agent-inject-secret-environment"), "secret/data/prod/app"],
    [
      "template injection of keys",
      (made) => String(vaultAnnotation("agent-inject-template-environment")(made)).includes(".Data.data.SECRET_KEY"),
      true,
    ],
    [
      "service account and role",
      all(vaultAnnotation("role"), pod(app, "serviceAccountName")),
      ["ffe-backend", "ffe-backend"],
    ],
    [
      "ServiceAccount token projected as JWT",
      (made) =>
        (pod(app, "volumes")(made) as readonly { name: string; projected?: unknown }[]).find(
          ({ name }) => name === "vault-token",
        )?.projected,
      { sources: [{ serviceAccountToken: { audience: "vault", expirationSeconds: 3600, path: "token" } }] },
    ],
    ["no key of the application in the program's state", names("RandomBytes"), ["postgres-password"]],
    [
      "template injection of the database password",
      all(keys("Secret", "ffe-backend-secrets-state", "stringData"), keys("Secret", "postgres-owner", "stringData")),
      [["DATABASE_URL"], ["password", "username"]],
      "CloudNativePG reads its owner's password from a Secret, which is encrypted in the program's state.",
    ],
  ]),
  ...rows(
    "Environment Strategy",
    ["dev", "staging"],
    [["Vault in production only", (made) => made.names("Release").includes("vault"), false]],
  ),
  ...rows("Backups", scaled, [
    ["daily", input("CronJob", "postgres-backup", "spec", "schedule"), "0 2 * * *", `${ourOwn} The hour, that is.`],
    ["30-day retention", env("postgres-backup", "KEEP_DAYS"), "30"],
    [
      "restore",
      input("CronJob", "postgres-restore", "spec", "suspend"),
      true,
      "Started by kubectl create job --from=cronjob/postgres-restore.",
    ],
    [
      "backup storage",
      input("PersistentVolumeClaim", "postgres-backup", "spec", "resources", "requests", "storage"),
      "50Gi",
      ourOwn,
    ],
  ]),
];

/** Rows of the report that show in nothing that the program registers. */
export const ffeBackendElsewhere = [
  ...elsewhere("Vault", [
    ["a single node", "platform.vault.ha: false in a stack's file: one server with files, of which nobody asks here."],
    [
      "dynamic database credentials, database/<env>/ffe",
      "CloudNativePG owns the database's roles; a second owner of them would change passwords under it.",
    ],
    ["PKI and transit engines", "The report has them as planned, not used by the application."],
    [
      "bootstrap: initialization, unsealing, policies",
      "A person's, once: the plan's warnings give the commands. Unseal keys don't belong into a program's state.",
    ],
    ["rotation by Vault's lifecycle", "Planned in the report itself (THR-43)."],
  ]),
  ...elsewhere("Helm and Terraform", [
    ["chart, values files, templates, NOTES.txt", "The system's file and its environments table take their place."],
    ["Terraform root, variables, modules", "The program itself."],
    ["K3s provisioning, firewall rules", "An existing K3s: nothing of the cluster is made or deleted."],
    [
      "DNS at Cloudflare",
      "The plan's guide is pending; platform.dns { provider: cloudflare, target: the nodes' address } and the secret DNS_CLOUDFLARE_TOKEN write the records (dns.spec.ts).",
    ],
  ]),
  ...elsewhere("CI/CD", [
    ["plan and apply jobs, health checks, actionlint", "Pipelines: issue 5."],
    ["deployment timeline of 4 days", "The team's process."],
  ]),
  ...elsewhere("Documentation", [
    ["single-node and HA guides, cost analysis, troubleshooting", "README, and the sentences of the program."],
    ["RPO and RTO", "A nightly dump: at most a day; the report gives no figures."],
  ]),
];
