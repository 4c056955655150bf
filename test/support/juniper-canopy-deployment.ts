import type { Environment } from "../../components/environment";
import { all, container, input, pod, resourcesOf, scalingOf } from "./plan-parts";
import { dig, type Recording } from "./recording";
import { type Requirement, rows } from "./requirements";

const every: readonly Environment[] = ["dev", "staging", "prod"];
const dev: readonly Environment[] = ["dev"];
const clouds: readonly Environment[] = ["staging", "prod"];
const prod: readonly Environment[] = ["prod"];

const app = "juniper-canopy";

/** Directories that are writable and go with the pod. */
function writable(made: Recording): readonly unknown[] {
  const spec = made.input("Deployment", app, "spec", "template", "spec");
  const volumes = dig(spec, "volumes") as readonly { name: string; emptyDir?: object }[];
  const mounts = dig(spec, "containers", 0, "volumeMounts") as readonly { name: string; mountPath: string }[];
  return mounts
    .filter(({ name }) => volumes.find((volume) => volume.name === name)?.emptyDir !== undefined)
    .map(({ mountPath }) => mountPath)
    .sort();
}

/** The rows of the Juniper Canopy plan on its Deployment, Service, autoscaler and disruption budget. */
export const juniperCanopyDeployment: readonly Requirement[] = [
  ...rows("3.2.1, 4.4.3 deployment", every, [
    ["CPU 250m to 1000m, memory 512Mi to 1Gi", resourcesOf(app), ["250m", "512Mi", "1000m", "1Gi"]],
    [
      "maxSurge 1, maxUnavailable 0",
      input("Deployment", app, "spec", "strategy"),
      { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    ],
    [
      "replicas 2",
      input("Deployment", app, "spec", "replicas"),
      undefined,
      "The autoscaler's minimum is the number; a second one beside it would reset what it did.",
    ],
    ["terminationGracePeriodSeconds 30", pod(app, "terminationGracePeriodSeconds"), 30],
    [
      "runAsNonRoot, runAsUser 1000, fsGroup 1000",
      all(...["runAsNonRoot", "runAsUser", "fsGroup"].map((key) => pod(app, "securityContext", key))),
      [true, 1000, 1000],
    ],
    [
      "no privilege escalation, all capabilities dropped",
      all(
        container(app, "securityContext", "allowPrivilegeEscalation"),
        container(app, "securityContext", "capabilities"),
      ),
      [false, { drop: ["ALL"] }],
    ],
    [
      "readOnlyRootFilesystem: false",
      container(app, "securityContext", "readOnlyRootFilesystem"),
      true,
      "Read-only; the directories that the image makes for writing are volumes.",
    ],
    [
      "/app/logs and /tmp as emptyDir",
      writable,
      ["/app/data", "/app/images", "/app/logs", "/tmp"],
      "With a read-only root, data and images of the Dockerfile are needed, too.",
    ],
    ["imagePullPolicy Always", container(app, "imagePullPolicy"), "Always"],
    ["port http 8050", container(app, "ports"), [{ name: "http", containerPort: 8050, protocol: "TCP" }]],
    [
      "envFrom config and secrets",
      container(app, "envFrom"),
      [{ configMapRef: { name: "*-0000000" } }, { secretRef: { name: "*-0000000" } }],
    ],
    [
      "POD_NAME and POD_NAMESPACE from the downward API",
      (made) =>
        (
          (made.input("Deployment", app, "spec", "template", "spec", "containers", 0, "env") ?? []) as readonly {
            name: string;
            valueFrom: { fieldRef: { fieldPath: string } };
          }[]
        )
          .map(({ name, valueFrom }) => [name, valueFrom.fieldRef.fieldPath])
          .sort(),
      [
        ["POD_NAME", "metadata.name"],
        ["POD_NAMESPACE", "metadata.namespace"],
      ],
    ],
    [
      "livenessProbe /healthz: after 30 s, every 30 s, 5 s, 3 times",
      container(app, "livenessProbe"),
      {
        httpGet: { path: "/healthz", port: 8050 },
        initialDelaySeconds: 30,
        periodSeconds: 30,
        timeoutSeconds: 5,
        failureThreshold: 3,
      },
    ],
    [
      "readinessProbe /readyz: after 10 s, every 10 s, 3 s, 3 times",
      container(app, "readinessProbe"),
      {
        httpGet: { path: "/readyz", port: 8050 },
        initialDelaySeconds: 10,
        periodSeconds: 10,
        timeoutSeconds: 3,
        failureThreshold: 3,
      },
    ],
    [
      "startupProbe /healthz: every 2 s, 30 times",
      (made) =>
        ["httpGet", "periodSeconds", "failureThreshold"].map((key) => container(app, "startupProbe", key)(made)),
      [{ path: "/healthz", port: 8050 }, 2, 30],
    ],
    [
      "preStop: sleep 10",
      container(app, "lifecycle", "preStop"),
      { sleep: { seconds: 10 } },
      "The kubelet sleeps by itself: no shell is needed in the image.",
    ],
    [
      "pods that differ in nothing but their name: no service-account token",
      pod(app, "automountServiceAccountToken"),
      false,
      "The plan leaves the default account's token in; the application asks nothing of the API.",
    ],
    [
      "maintain 5 revisions (risks)",
      input("Deployment", app, "spec", "revisionHistoryLimit"),
      10,
      "Ten: twice as far back costs nothing.",
    ],
  ]),
  ...rows("4.4.3 image", clouds, [
    [
      "imagePullSecrets for a private registry (7.1)",
      (made) => [
        made.input("ExternalSecret", "pull-secret", "spec", "target", "template", "type"),
        String(
          made.input("ExternalSecret", "pull-secret", "spec", "target", "template", "data", ".dockerconfigjson"),
        ).includes('"ghcr.io"'),
      ],
      ["kubernetes.io/dockerconfigjson", true],
      "The plan's image is private, and nothing could pull it.",
    ],
  ]),
  ...rows("4.4.3 image", prod, [
    ["ghcr.io/pcalnon/juniper-canopy:v1.0.0", container(app, "image"), "ghcr.io/pcalnon/juniper-canopy:v1.0.0"],
  ]),
  ...rows("4.4.3 image", dev, [
    [
      "ghcr.io/pcalnon/juniper-canopy:latest",
      container(app, "image"),
      "ghcr.io/pcalnon/juniper-canopy:main-latest",
      "The stack's imageTag; the plan says itself to update it.",
    ],
  ]),
  ...rows("3.1, 4.4.3 service", every, [
    [
      "ClusterIP, http 8050",
      all(input("Service", app, "spec", "type"), input("Service", app, "spec", "ports", 0, "port")),
      ["ClusterIP", 8050],
    ],
  ]),
  ...rows("3.1, 4.4.5 autoscaler", every, [
    ["2 to 10 at 60 % of CPU", scalingOf(app), [2, 10, 60]],
    [
      "down by 50 % a minute once it holds for 300 s",
      input("HorizontalPodAutoscaler", app, "spec", "behavior", "scaleDown"),
      { stabilizationWindowSeconds: 300, policies: [{ type: "Percent", value: 50, periodSeconds: 60 }] },
    ],
    [
      "up by 2 a minute once it holds for 60 s",
      input("HorizontalPodAutoscaler", app, "spec", "behavior", "scaleUp"),
      { stabilizationWindowSeconds: 60, policies: [{ type: "Pods", value: 2, periodSeconds: 60 }] },
    ],
  ]),
  ...rows("4.4.5 disruption budget", every, [
    ["minAvailable 1", input("PodDisruptionBudget", app, "spec", "minAvailable"), 1],
  ]),
  ...rows("3.1 disruption budget", every, [
    [
      "minAvailable 2",
      input("PodDisruptionBudget", app, "spec", "minAvailable"),
      1,
      "With two pods it would block every drained node; 4.4.5 says 1.",
    ],
  ]),
];
