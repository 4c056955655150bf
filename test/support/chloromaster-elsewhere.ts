import { elsewhere } from "./requirements";

const image = "The image's own, made in the application's repository.";
const application = "The application's code.";
const pipeline = "A pipeline's own: issue 5 makes them.";
const local = "Done on a developer's machine before anything is deployed.";
const notYet = "Not met yet:";
const process = "The team's process, no part of a deployment.";

/** Rows of the ChloroMaster plan that show in nothing that the program registers. */
export const chloromasterElsewhere = [
  ...elsewhere("Phase 0 frontend", [
    ["npm run build: 98.26 kB, no errors, no source maps, code splitting", local],
    ["no console.log, optimised assets, service worker", application],
    ["npm start on port 3000", local],
    ["REACT_APP_API_URL is /api", "Built into the image; the route /api on the same host makes it true."],
  ]),
  ...elsewhere("Phase 0 backend", [
    ["dotnet build -c Release for .NET 8.0, no warnings", local],
    ["starts in under 5 seconds, Swagger in Development", application],
    ["Serilog to file and console", "The console goes to Loki; files stay on a scratch disk of the pod."],
    ["migrations run, seed data", "The application's own at its start, as the plan found it."],
  ]),
  ...elsewhere("Phase 0 integration", [
    ["/api/services, /api/contact, /api/admin/dashboard/stats, /api/datasheet/request answer", local],
    ["e-mail templates", application],
    ["pooled connections", "Npgsql's own; the connection string leaves it at the default."],
  ]),
  ...elsewhere("Phase 0 security", [
    ["Snyk: backend without findings, frontend with 7 low ones", pipeline],
    ["LogSanitizer, masked personal data, input validation, parameterised queries, escaping", application],
  ]),
  ...elsewhere("Phase 1 backend image", [
    ["sdk:8.0-alpine and aspnet:8.0-alpine in two stages, 265 MB", image],
    ["layer caching, .dockerignore, no package manager", image],
  ]),
  ...elsewhere("Phase 1 frontend image", [
    ["node:20-alpine and nginx:1.27-alpine in three stages, 372 MB", `${image} It has to end in nginx-unprivileged.`],
    ["gzip, security headers, no source maps, hashed file names", image],
  ]),
  ...elsewhere("Phase 1 compose", [
    [
      "frontend, backend, nginx, redis, mailhog on one bridge network",
      "The workloads below; nginx is the ingress controller.",
    ],
    ["profiles default, dev, monitoring", "Environments and platform settings take their place."],
    ["json-file logs of 10m, 3 files", "The kubelet rotates logs (10 MiB, 5 files); Loki keeps them."],
    ["docker compose up, ps, stats, down", local],
  ]),
  ...elsewhere("Phase 2 A minikube", [
    ["install minikube", "npm run preflight names the tools that are missing."],
    [
      "datasheet request end to end, e-mail caught, data kept, answer cached",
      "By hand after a pulumi up; a rehearsal runs no containers.",
    ],
    [
      "pitfall 4: test communication between pods",
      "The matrix of who may talk to whom is compared with the declaration (connectivity.spec.ts).",
    ],
  ]),
  ...elsewhere("Phase 2 B registry", [
    ["docker build with VERSION-SHA, VERSION and latest, docker push", pipeline],
    ["Docker Hub, ECR, GCR, ACR", "The plan's own choice is ghcr.io."],
  ]),
  ...elsewhere("Phase 3 pipeline", [
    ["triggers: main, v* tags, pull requests", pipeline],
    ["backend: restore, build, test, Snyk, version tag, push", pipeline],
    ["frontend: npm ci, lint, build, Snyk, push", pipeline],
    ["update-manifests: sed of image tags, commit", "imageTag in the stack's file is the one place: issue 5."],
    [
      "deploy: kubectl apply, rollout restart, rollout status within 5m",
      "pulumi up waits for the pods; a changed tag rolls them. Run by a pipeline: issue 5.",
    ],
    ["KUBE_CONFIG, SNYK_TOKEN", pipeline],
    [
      "GitOps-friendly: no deployment that the repository doesn't know",
      "The stack's file is in the repository; npm run plan -- --out writes what Argo CD may follow.",
    ],
  ]),
  ...elsewhere("Checklist application", [
    ["database migrations automated", application],
    ["static asset caching, comprehensive error handling", application],
  ]),
  ...elsewhere("Checklist security", [
    ["minimal base images (Alpine)", image],
    ["vulnerability scanning (Snyk)", pipeline],
    [
      "WAF and DDoS protection (Cloudflare)",
      "Settings of the team's account at Cloudflare, in front of the load balancer.",
    ],
    ["penetration test", process],
  ]),
  ...elsewhere("Checklist operations", [
    ["disaster recovery plan, runbooks", "README.md says what is kept and how to restore; the rest is the team's."],
    [
      "PagerDuty or Opsgenie",
      "Alerts go to Slack (platform.monitoring.slackChannel); the team connects the rest there.",
    ],
    [
      "SLOs, capacity planning",
      "The plan's capacity report says what is asked of the nodes; objectives are the team's.",
    ],
    ["load tests (k6, Locust), chaos tests", process],
  ]),
  ...elsewhere("Next steps", [
    [
      "managed Kubernetes: GKE, EKS or AKS",
      "gke by default, eks and doks by one setting; Azure isn't among Rootstock's clouds.",
    ],
    ["blue-green deployments", "A word of the vocabulary (slots), which detection-api uses; this plan wants it later."],
    ["monitoring, alerts, logs", "Asserted in chloromaster-platform.ts, with the observability stack."],
  ]),
  ...elsewhere("Architecture", [
    ["Cloudflare's firewall and cache before the load balancer", "Settings of the team's account."],
    ["AWS SES instead of SendGrid", "SMTP__HOST and SMTP__USERNAME in one place, chloromaster-mail.ts."],
    [
      "SQL Server instead of PostgreSQL",
      "The plan offers both; its architecture names RDS and Cloud SQL, and PostgreSQL needs no licence.",
    ],
  ]),
  ...elsewhere("Costs", [
    ["Cloud Run, $35 to $155", "The plan's alternative without Kubernetes; Rootstock's stacks are Kubernetes."],
    [
      "$73 control plane, $150 nodes, $18 load balancer, $17 disk, $85 traffic: $343",
      `${notYet} a typed output of monthly costs is to come.`,
    ],
  ]),
  ...elsewhere("Contact", [["devops@chloromaster.com, reviews", process]]),
] as const;
