import { elsewhere } from "./requirements";

const image = "The image's own, made in the application's repository.";
const application = "The application's code.";
const pipeline = "A pipeline's own: issue 5 makes them.";
const notYet = "Not met yet:";
const process = "The team's process, no part of a deployment.";

/** Rows of the Juniper Canopy plan that show in nothing that the program registers. */
export const juniperCanopyElsewhere = [
  ...elsewhere("1, 2.2, A Dockerfile", [
    ["python:3.11-slim-bookworm in two stages", image],
    ["apt-get before USER juniper", image],
    ["labels org.opencontainers.image.*", image],
    ["HEALTHCHECK for Docker", "The kubelet ignores it and asks its own probes."],
    ["uvicorn src.main:app on 0.0.0.0:8050", "The image's own command, which no workload overrides."],
    ["wheels built in a stage of their own, PYTHONDONTWRITEBYTECODE, PYTHONUNBUFFERED", image],
  ]),
  ...elsewhere("B .dockerignore", [["its list of patterns", image]]),
  ...elsewhere("2.2, C health endpoints", [
    ["/healthz answers 200 with status ok", application],
    ["/readyz checks Redis, demo mode and the CasCor back end, and answers 503", application],
  ]),
  ...elsewhere("2.3 current CI", [["tests, Black, isort, Flake8, MyPy, Codecov", pipeline]]),
  ...elsewhere("2.4 secrets", [
    ["CODECOV_TOKEN", "A secret of the pipeline, unknown to the cluster: issue 5."],
    ["CASSANDRA_PASSWORD", "The plan calls it future: nothing of Cassandra is deployed."],
  ]),
  ...elsewhere("4.1.1 tools", [
    [
      "kubectl, Helm 3, Docker on the machine",
      "npm run preflight names the tools that are missing; Helm comes with Pulumi.",
    ],
  ]),
  ...elsewhere("4.1.3 clusters", [
    [
      "gcloud container clusters create in us-central1-a, 3 × e2-medium, 2 to 5",
      "Tested in juniper-canopy-choices.spec.ts, on gke: a system has one usual cluster in each environment.",
    ],
  ]),
  ...elsewhere("4.2 namespaces", [
    [
      "kubectl config set-context --namespace=juniper-dev",
      "A person's own convenience; the output namespace names it.",
    ],
  ]),
  ...elsewhere("4.3.3 Redis", [
    [
      "managed Redis as an alternative (3.2.2)",
      "Tested in juniper-canopy-choices.spec.ts: stores.redis is managed, and no workload changes.",
    ],
  ]),
  ...elsewhere("4.5 verification", [
    [
      "kubectl get, logs, port-forward, curl, websocat, describe",
      "By hand after a pulumi up; npm run rehearse shows the same of the control plane.",
    ],
  ]),
  ...elsewhere("4.6 troubleshooting", [
    [
      "Pending for want of resources",
      "The plan and the rehearsal name pods that don't fit, with the smallest pool that would do.",
    ],
    ["502 Bad Gateway: the selector", "The selectors of Services follow from the workloads; nobody writes them."],
  ]),
  ...elsewhere("5.1, 5.2 pipeline", [
    ["triggers: main, develop, staging, v* tags, pull requests", pipeline],
    ["lint: Black, isort, Flake8, MyPy", pipeline],
    ["security-scan: CodeQL and Gitleaks", pipeline],
    ["Snyk (dependency scanning)", pipeline],
    ["test: pytest without slow tests, coverage, JUnit", pipeline],
    ["build: Buildx, GHCR, metadata tags, cache", pipeline],
    ["container-scan: Trivy, SARIF", pipeline],
    ["deploy-dev on develop", pipeline],
    ["deploy-staging on staging, with protection", pipeline],
    ["deploy-prod on v* tags, with reviewers", pipeline],
    ["permissions: contents, packages, security-events, id-token", pipeline],
  ]),
  ...elsewhere("5.3 promotion", [["develop to dev, staging to staging, v* to production", pipeline]]),
  ...elsewhere("5.4 rollback", [
    [
      "deploy a specific version by kubectl set image",
      "imageTag in the stack's file and pulumi up: kubectl's change would be undone by the next one.",
    ],
  ]),
  ...elsewhere("6.1 classification", [
    ["rotation every 90 days, CI's every year", "The calendar is the team's."],
    [
      "AWS and GCP credentials by OIDC",
      "A pipeline's sign-in: issue 5. The program takes whatever credentials the machine has.",
    ],
  ]),
  ...elsewhere("6.2 external secrets", [
    [
      "External Secrets Operator with AWS Secrets Manager in us-east-1, refreshed every hour",
      `${notYet} the plan's phase 2 (future); phase 1, secrets in the cluster, is asserted.`,
    ],
    [
      "secrets.juniper.io/version and last-rotated",
      `${notYet} a Secret's name changes with its content, and nothing says when.`,
    ],
    ["scripts/generate-secrets.sh", "Generated once by the program and kept in its encrypted state."],
  ]),
  ...elsewhere("6.3 rotation", [
    [
      "new values, patched into the Secret",
      "pulumi up --replace of the RandomBytes; pods roll, since the Secret's name changes.",
    ],
    [
      "backup of the Secret to /tmp",
      "The former value stands in the former state; a copy in clear on a disk is a leak.",
    ],
    ["rollout status, curl of /readyz", "pulumi up waits until the new pods are ready."],
  ]),
  ...elsewhere("6.4 GitHub secrets", [["CODECOV_TOKEN, GHCR_TOKEN, KUBE_CONFIG", pipeline]]),
  ...elsewhere("7 artifacts", [
    ["GHCR, private, the last 5 versions of a branch", "A setting of the registry."],
    ["tags sha-<sha>, <branch>, v<semver>, latest", pipeline],
    ["build cache in GitHub Actions", pipeline],
    ["test artifacts kept for 30 days", pipeline],
  ]),
  ...elsewhere("Phase 5", [
    ["GitOps (Argo CD)", `${notYet} npm run plan -- --out writes manifests that it could follow.`],
    ["service mesh evaluation", "An evaluation, not a mesh; network policies close what nobody declared."],
    ["multi-cluster strategy", "One stack for each cluster; switching between them is the DNS's."],
  ]),
  ...elsewhere("Risks", [
    ["database connection pool exhaustion", "The application's own pool; it has no database but Redis."],
    ["secret masking in logs", application],
    ["test the rollback procedure", "npm run rehearse of one tag, then of the other."],
  ]),
  ...elsewhere("D Helm chart", [
    [
      "a chart with a values file for each environment",
      "The environments table; npm run plan -- --out writes the manifests.",
    ],
  ]),
  ...elsewhere("Approval", [["approvals and document history", process]]),
] as const;
