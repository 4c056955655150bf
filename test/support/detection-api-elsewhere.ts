import { elsewhere } from "./requirements";

/** Rows of the plan that show in nothing that the program registers. */
export const detectionApiElsewhere = [
  ...elsewhere("4.2 Sealed Secrets", [
    [
      "development without a key of its own",
      "In dev the stack's encrypted state holds secrets: the plan is production's.",
    ],
    [
      "manual rotation with a rollout",
      "A new text in secretBackEnd.sealed, and secretVersions counted up: the Secret's new name rolls the pods.",
    ],
    ["JWT key quarterly, registry credentials annually", "The calendar is the team's."],
  ]),
  ...elsewhere("5 Observability", [
    ["metrics that the application exposes", "The application's code."],
    ["tracing", "Deferred by the plan itself to phase 06."],
    ["notification by Slack and PagerDuty", "Slack by platform.monitoring.slackChannel; PagerDuty isn't wired."],
    ["prometheus-sa", "The chart's own service account."],
  ]),
  ...elsewhere("6 Security", [
    ["Cosign signs images after the build", "Pipelines: issue 5. In dev, images run unsigned."],
    ["Trivy, digest-pinned base images", "Pipelines and Dockerfiles: issue 5."],
    ["API server audit policy", "The cluster's own configuration, which a program on it can't set."],
  ]),
  ...elsewhere("7 Deployment", [
    ["blue-green switch by a commit that Argo CD syncs", "slots.detection-api in the stack's file, by pulumi up."],
    ["pipeline stages, smoke tests, five minutes of watching", "Pipelines: issue 5."],
    ["rollback by one change", "slots.detection-api in the stack's file: a test shows what it changes."],
  ]),
  ...elsewhere("12 Risks", [
    [
      "Argo CD in three replicas",
      "Two of what people and repositories meet; one controller: while it is away nothing is synced, and all that runs goes on.",
    ],
  ]),
  ...elsewhere("8.2 Encryption at rest", [
    ["etcd encryption, encrypted classes", "The cluster's own configuration; cloud clusters of ours have it."],
    ["SQLCipher", "The application's decision."],
  ]),
];
