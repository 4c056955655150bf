import type { types } from "@pulumi/kubernetes";
import type { Input } from "@pulumi/pulumi";
import type { Resources, Workload } from "./contract";
import { sidecarAnnotations } from "./dapr";
import { objectLabels, selectorLabels } from "./labels";
import { containerSecurityContext, defaultUser, podSecurityContext } from "./pod-security";
import { containerProbes } from "./probes";

/** Names of the objects that a pod refers to, known once they exist. */
export interface PodReferences {
  readonly serviceAccount: Input<string>;
  readonly configMap?: Input<string>;
  readonly secret?: Input<string>;
  /** Object that holds the workload's files, by key. */
  readonly textFiles?: Input<string>;
  readonly secretFiles?: Input<string>;
  readonly pullSecret?: Input<string>;
}

/** The key under which a file's text is stored: its path without what keys can't hold. */
export function fileKey(path: string): string {
  return path.replace(/^\//, "").replaceAll(/[^-._a-zA-Z0-9]/g, "-");
}

/** Requests and limits of a container, scratch disk included. */
function containerResources(resources: Resources): types.input.core.v1.ResourceRequirements {
  const disk = resources.disk ?? { request: "64Mi", limit: "512Mi" };
  return {
    requests: { cpu: resources.cpu.request, memory: resources.memory.request, "ephemeral-storage": disk.request },
    limits: { cpu: resources.cpu.limit, memory: resources.memory.limit, "ephemeral-storage": disk.limit },
  };
}

interface Volumes {
  readonly mounts: types.input.core.v1.VolumeMount[];
  readonly volumes: types.input.core.v1.Volume[];
}

function volumesOf(workload: Workload, references: PodReferences): Volumes {
  const mounts: types.input.core.v1.VolumeMount[] = [];
  const volumes: types.input.core.v1.Volume[] = [];
  for (const [index, mountPath] of (workload.writable ?? ["/tmp"]).entries()) {
    const name = `writable-${String(index)}`;
    mounts.push({ name, mountPath });
    volumes.push({ name, emptyDir: { sizeLimit: workload.resources.disk?.limit ?? "512Mi" } });
  }
  for (const [path, source] of Object.entries(workload.files ?? {})) {
    const name = "secret" in source ? "secret-files" : "text-files";
    mounts.push({ name, mountPath: path, subPath: fileKey(path), readOnly: true });
  }
  if (references.textFiles !== undefined) {
    volumes.push({ name: "text-files", configMap: { name: references.textFiles, defaultMode: 0o440 } });
  }
  if (references.secretFiles !== undefined) {
    volumes.push({ name: "secret-files", secret: { secretName: references.secretFiles, defaultMode: 0o440 } });
  }
  if (workload.kind === "stateful") mounts.push({ name: "data", mountPath: workload.storage.mountPath });
  return { mounts, volumes };
}

function spread(
  labels: Record<string, string>,
): Pick<types.input.core.v1.PodSpec, "affinity" | "topologySpreadConstraints"> {
  return {
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: labels } },
          },
        ],
      },
    },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: labels },
      },
    ],
  };
}

function envFrom({ configMap, secret }: PodReferences): types.input.core.v1.EnvFromSource[] {
  return [
    ...(configMap === undefined ? [] : [{ configMapRef: { name: configMap } }]),
    ...(secret === undefined ? [] : [{ secretRef: { name: secret } }]),
  ];
}

/** What a container has because it serves requests. */
function servingPart(workload: Workload): Partial<types.input.core.v1.Container> {
  if (workload.kind === "scheduled") return {};
  return {
    ports: [{ name: "http", containerPort: workload.port, protocol: "TCP" }],
    ...containerProbes(workload.probes, workload.port),
  };
}

function container(
  name: string,
  workload: Workload,
  references: PodReferences,
  mounts: Volumes["mounts"],
): types.input.core.v1.Container {
  const { image, command, args } = workload;
  const sources = envFrom(references);
  return {
    name,
    image,
    imagePullPolicy: "Always",
    ...(command === undefined ? {} : { command: [...command] }),
    ...(args === undefined ? {} : { args: [...args] }),
    ...(sources.length === 0 ? {} : { envFrom: sources }),
    resources: containerResources(workload.resources),
    ...servingPart(workload),
    securityContext: containerSecurityContext,
    ...(mounts.length === 0 ? {} : { volumeMounts: mounts }),
  };
}

function annotations(name: string, workload: Workload): Record<string, string> | undefined {
  if (workload.kind === "scheduled" || workload.dapr === undefined) return undefined;
  return sidecarAnnotations(name, workload.port, workload.dapr);
}

/** The pod of a workload: restricted, spread over nodes and zones, with everything that it refers to by name. */
export function podTemplate(
  application: string,
  name: string,
  workload: Workload,
  references: PodReferences,
): { metadata: types.input.meta.v1.ObjectMeta; spec: types.input.core.v1.PodSpec } {
  const { mounts, volumes } = volumesOf(workload, references);
  const annotated = annotations(name, workload);
  return {
    metadata: {
      labels: objectLabels(application, name),
      ...(annotated === undefined ? {} : { annotations: annotated }),
    },
    spec: {
      serviceAccountName: references.serviceAccount,
      automountServiceAccountToken: (workload.permissions ?? []).length > 0,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: workload.stopSeconds ?? 30,
      securityContext: podSecurityContext(workload.user ?? defaultUser),
      ...(references.pullSecret === undefined ? {} : { imagePullSecrets: [{ name: references.pullSecret }] }),
      ...(workload.kind === "scheduled" ? { restartPolicy: "Never" } : spread(selectorLabels(application, name))),
      containers: [container(name, workload, references, mounts)],
      ...(volumes.length === 0 ? {} : { volumes }),
    },
  };
}
