import type { Environment } from "../../components/environment";
import { container, pod, resourcesOf, scalingOf } from "./plan-parts";
import { type Requirement, rows } from "./requirements";
import { ofEach, one, services } from "./todo-parts";

const every: readonly Environment[] = ["dev", "staging", "prod"];
const planned: readonly Environment[] = ["staging", "prod"];
const staging: readonly Environment[] = ["staging"];
const prod: readonly Environment[] = ["prod"];

const guessed = "The plan gives this service no resources in staging; production's smallest serve.";

/** The rows of the Todo plan on workloads: images, sizes, scaling, rollout. */
export const todoWorkloads: readonly Requirement[] = [
  ...rows("2.7, 2.8 images", planned, [
    ["imagePullPolicy: Always", ofEach((name) => container(name, "imagePullPolicy")), one("Always")],
    [
      "imagePullSecrets: ghcr-pull-secret",
      ofEach(
        (name) => (made) =>
          pod(name, "imagePullSecrets", 0, "name")(made) === made.one("Secret", "pull-secret").id.split("/")[1],
      ),
      one(true),
      "The secret gets a new name with every change, so that it is immutable.",
    ],
    [
      "resource limits on all pods (SC-009)",
      ofEach((name) => (made) => Object.keys(container(name, "resources", "limits")(made) as object).sort()),
      one(["cpu", "ephemeral-storage", "memory"]),
    ],
  ]),
  ...rows("2.7 images", staging, [
    [
      "repository and tag main-latest",
      ofEach((name) => container(name, "image")),
      Object.fromEntries(services.map((name) => [name, `ghcr.io/hackathon-todo/${name}:main-latest`])),
      "<OWNER>/hackathon-todo stands for a repository of the team's own.",
    ],
  ]),
  ...rows("2.8 images", prod, [
    [
      "repository and tag of the release",
      ofEach((name) => container(name, "image")),
      Object.fromEntries(services.map((name) => [name, `ghcr.io/hackathon-todo/${name}:v1.0.0`])),
    ],
  ]),
  ...rows("2.7 replicas", staging, [
    ["1 each, no autoscaler", ofEach((name) => (made) => made.input("Deployment", name, "spec", "replicas")), one(1)],
    ["hpa.enabled: false", (made) => made.names("HorizontalPodAutoscaler"), []],
  ]),
  ...rows("2.7 resources", staging, [
    ["frontend 100m/128Mi, at most 500m/512Mi", resourcesOf("frontend"), ["100m", "128Mi", "500m", "512Mi"]],
    ["backend 100m/256Mi, at most 500m/512Mi", resourcesOf("backend"), ["100m", "256Mi", "500m", "512Mi"]],
    ["mcp", resourcesOf("mcp"), ["100m", "128Mi", "500m", "512Mi"], guessed],
    ["notification", resourcesOf("notification"), ["100m", "128Mi", "500m", "256Mi"], guessed],
    ["sse-gateway", resourcesOf("sse-gateway"), ["100m", "128Mi", "500m", "512Mi"], guessed],
  ]),
  ...rows("2.8 resources", prod, [
    ["frontend 200m/256Mi, at most 1000m/1Gi", resourcesOf("frontend"), ["200m", "256Mi", "1000m", "1024Mi"]],
    ["backend 250m/256Mi, at most 1000m/1Gi", resourcesOf("backend"), ["250m", "256Mi", "1000m", "1024Mi"]],
    ["mcp 100m/128Mi, at most 500m/512Mi", resourcesOf("mcp"), ["100m", "128Mi", "500m", "512Mi"]],
    ["notification 100m/128Mi, at most 500m/256Mi", resourcesOf("notification"), ["100m", "128Mi", "500m", "256Mi"]],
    ["sse-gateway 100m/128Mi, at most 500m/512Mi", resourcesOf("sse-gateway"), ["100m", "128Mi", "500m", "512Mi"]],
  ]),
  ...rows("2.3, 2.8 autoscaling", prod, [
    ["frontend 2 to 4 at 80 %", scalingOf("frontend"), [2, 4, 80]],
    ["backend 2 to 6 at 70 %", scalingOf("backend"), [2, 6, 70]],
    ["mcp 1 to 2 at 80 %", scalingOf("mcp"), [1, 2, 80]],
    ["notification 1 to 3 at 70 %", scalingOf("notification"), [1, 3, 70]],
    ["sse-gateway 2 to 4 at 70 %", scalingOf("sse-gateway"), [2, 4, 70]],
    [
      "replicaCount 2, 2, 1, 1, 2",
      ofEach((name) => (made) => made.input("Deployment", name, "spec", "replicas")),
      one(undefined),
      "The autoscaler's minimum is the number; a second one beside it would reset what it did.",
    ],
    [
      "up by 2 a minute once it holds for 60 s",
      ofEach((name) => (made) => made.input("HorizontalPodAutoscaler", name, "spec", "behavior", "scaleUp")),
      one({ stabilizationWindowSeconds: 60, policies: [{ type: "Pods", value: 2, periodSeconds: 60 }] }),
    ],
    [
      "down by 1 every 120 s once it holds for 300 s",
      ofEach((name) => (made) => made.input("HorizontalPodAutoscaler", name, "spec", "behavior", "scaleDown")),
      one({ stabilizationWindowSeconds: 300, policies: [{ type: "Pods", value: 1, periodSeconds: 120 }] }),
    ],
  ]),
  ...rows("2.5 rollout", every, [
    [
      "maxUnavailable 0, maxSurge 1",
      ofEach((name) => (made) => made.input("Deployment", name, "spec", "strategy")),
      one({ type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } }),
    ],
    [
      "readiness before traffic (SC-002)",
      ofEach((name) => container(name, "readinessProbe", "httpGet", "path")),
      { ...one("/health"), frontend: "/", backend: "/api/health" },
    ],
    [
      "ports",
      ofEach((name) => container(name, "ports", 0, "containerPort")),
      { frontend: 3000, backend: 8000, mcp: 8001, notification: 8002, "sse-gateway": 8003 },
    ],
  ]),
];
