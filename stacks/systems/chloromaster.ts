import { redDashboard } from "../../components/application/dashboard";
import { resources } from "../../components/application/resources";
import { connection } from "../../components/application/secrets";
import { chloromasterAlerts } from "./chloromaster-alerts";
import { publicNames } from "./chloromaster-dns";
import { type ChloroMasterRow, chloromasterEnvironments } from "./chloromaster-environments";
import { caughtMail, sentMail } from "./chloromaster-mail";
import { defineSystem } from "./contract";
import { githubRegistry } from "./github-registry";
import { postgresImage, postgresToolsImage, redisImage } from "./store-images";

// The ChloroMaster deployment strategy is the source of every figure here. Corrected, with what its authors meant:
// - Port 80 of the frontend is for root, and NET_BIND_SERVICE isn't "restricted": its image has to be made from
//   nginx-unprivileged, which listens on 8080 as user 101.
// - The nginx beside frontend and backend (07-nginx-deployment) is a second reverse proxy behind the ingress: left out;
//   the ingress controller has its paths, its rate limit and its headers.
// - www.chloromaster.com is on the certificate but in no rule, and would answer 404: it redirects to the apex.
// - MailHog is unmaintained: Mailpit catches the mail. Production's goes to SendGrid.
// - Jaeger's first version is past its end: OpenTelemetry's collector and Tempo take its place.
// - imagePullPolicy Always is no cure for tags that move; tags here are the stack's, and should be immutable.
// - The frontend was deployed with the version of the backend (update-manifests): imageTag has one for each.
// - Three replicas that keep their data in SQLite on a volume would be three databases, and development that differs
//   proves nothing: PostgreSQL everywhere, by the provider that DATABASE__PROVIDER names.
// - Both Route 53 and Cloudflare can't answer for one domain: Cloudflare's firewall and cache need its own DNS.
// - cert-manager 1.14 is past its end; Let's Encrypt doesn't write to contacts any more.
// - The image is private, but nothing could pull it: a pull secret is added.

const registry = "ghcr.io/omarmohamedo-o/chloromaster";

/** A connection string of Npgsql, .NET's driver. */
const npgsql =
  "Host={{host}};Port={{port}};Database={{database}};Username={{user}};Password={{password}};SSL Mode={{sslmode}}";

/** ChloroMaster: a React site and a .NET API for water treatment, with PostgreSQL, Redis and mail. */
export const chloromaster = defineSystem<ChloroMasterRow>({
  name: "chloromaster",
  environments: chloromasterEnvironments,
  clusters: (_, environment) => ({
    usual: environment === "dev" ? "minikube" : "gke",
    settings: {
      minikube: { driver: "docker", cpus: 4, memory: 8192, addons: ["metrics-server"] },
      gke: { location: "us-central1-a", nodePool: { size: "e2-standard-2", count: 3, min: 3, max: 5 } },
    },
    refused: {
      stack: "its PostgreSQL needs an operator that another stack's platform doesn't have, or a cloud of its own",
      ...(environment === "prod" ? { minikube: "three pods on one machine are gone together" } : {}),
    },
  }),
  platform: ({ issuer }, environment, kind) =>
    environment === "dev" ? { certificates: { issuer } } : publicNames(issuer, kind),
  application: (row, { domain, image, issuer, mirrored, place }) => {
    const host = row.host(domain);
    const web = {
      kind: "deployment" as const,
      scale: row.scale,
      resources: resources(["250m", "500m"], ["256Mi", "512Mi"]),
      drainSeconds: 5,
    };
    const mail = row.mail === "caught" ? caughtMail(mirrored) : sentMail;
    return {
      name: "chloromaster",
      namespace: row.namespace,
      tls: issuer,
      pullFrom: githubRegistry.pullFrom,
      secrets: {
        ...githubRegistry.secrets,
        CONNECTIONSTRINGS__DEFAULTCONNECTION: connection("postgres", npgsql),
        CONNECTIONSTRINGS__REDIS: connection("redis", "{{host}}:{{port}},password={{password}},ssl={{tls}}"),
        ...mail.secrets,
      },
      workloads: {
        frontend: {
          ...web,
          image: image(`${registry}-frontend`, "frontend"),
          port: 8080,
          user: 101,
          probes: { readiness: { path: "/" } },
          writable: ["/tmp", "/var/cache/nginx"],
        },
        backend: {
          ...web,
          image: image(`${registry}-backend`, "backend"),
          port: 5000,
          user: 1001,
          probes: {
            readiness: { path: "/health/ready", timeoutSeconds: 10, failures: 3 },
            liveness: { path: "/health/live", periodSeconds: 30, timeoutSeconds: 10, failures: 3 },
            // 45 s in which misses don't count, then three of them every 30 s.
            startSeconds: 135,
          },
          config: {
            ASPNETCORE_ENVIRONMENT: row.mode,
            ASPNETCORE_URLS: "http://+:5000",
            CORS__ALLOWEDORIGINS: `https://${host}`,
            DATABASE__PROVIDER: "PostgreSQL",
            ...mail.config,
          },
          secrets: ["CONNECTIONSTRINGS__DEFAULTCONNECTION", "CONNECTIONSTRINGS__REDIS", ...Object.keys(mail.secrets)],
          writable: ["/tmp", "/app/logs"],
          metrics: { path: "/metrics" },
          traces: true,
          connectsTo: ["postgres", "redis", mail.connection],
        },
        ...mail.workloads,
      },
      stores: {
        postgres: {
          kind: "postgres",
          place: place("postgres", row.database),
          version: 16,
          database: "chloromaster",
          instances: row.instances,
          size: "20Gi",
          image: mirrored(postgresImage),
          toolsImage: mirrored(postgresToolsImage),
          resources: resources(["100m", "500m"], ["256Mi", "512Mi"]),
          ...(row.backups ? { backups: { size: "20Gi" } } : {}),
        },
        redis: { kind: "redis", place: place("redis", "cluster"), image: mirrored(redisImage), size: "1Gi" },
      },
      routes: [
        { host, path: "/api", to: "backend", redirectFromWww: true, requestsPerMinute: 300 },
        { host, path: "/", to: "frontend", redirectFromWww: true },
      ],
      alerts: chloromasterAlerts,
      dashboards: {
        "chloromaster-red": redDashboard("chloromaster-red", "ChloroMaster: rate, errors, duration", row.namespace),
      },
    };
  },
});
