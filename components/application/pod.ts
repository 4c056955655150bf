import type { types } from "@pulumi/kubernetes";
import type { Input } from "@pulumi/pulumi";
import type { Environment } from "../environment";
import type { PlatformHandle } from "../platform/contract";
import { initContainers, mainContainer } from "./containers";
import type { Application, Slot, Workload } from "./contract";
import { sidecarAnnotations } from "./dapr";
import { objectLabels, selectorLabels, slotLabels } from "./labels";
import { defaultUser, podSecurityContext } from "./pod-security";
import { tracingVariables } from "./tracing";
import { type VolumeReferences, volumesOf } from "./volumes";

/** Names of the objects that a pod refers to, known once they exist. */
export interface PodReferences extends VolumeReferences {
  readonly serviceAccount: Input<string>;
  /** Annotations that are others with every change of the sidecar's secrets. */
  readonly sidecarVersions?: Readonly<Record<string, string>>;
  readonly configMap?: Input<string>;
  readonly pullSecret?: Input<string>;
}

const hostname = "kubernetes.io/hostname";

type Affinity = types.input.core.v1.Affinity;
type EnvVar = types.input.core.v1.EnvVar;

/** Where pods are placed. */
interface Placement {
  readonly affinity?: Affinity;
  readonly topologySpreadConstraints?: types.input.core.v1.TopologySpreadConstraint[];
}

/** Over nodes and zones, wherever there is room. */
function spread(labels: Record<string, string>): Required<Placement> {
  const labelSelector = { matchLabels: labels };
  return {
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 100, podAffinityTerm: { topologyKey: hostname, labelSelector } },
        ],
      },
    },
    topologySpreadConstraints: ["topology.kubernetes.io/zone", hostname].map((topologyKey) => ({
      maxSkew: 1,
      topologyKey,
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector,
    })),
  };
}

/** Beside the pods whose volumes it mounts: a volume is on one node at a time. Jobs have no pods to be beside of. */
function beside(application: Application, workload: Workload): Affinity {
  const neighbours = (workload.sharedVolumes ?? [])
    .map(({ of }) => of)
    .filter((of) => application.workloads[of]?.kind !== "scheduled");
  if (neighbours.length === 0) return {};
  return {
    podAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: neighbours.map((of) => ({
        topologyKey: hostname,
        labelSelector: { matchLabels: selectorLabels(application.name, of) },
      })),
    },
  };
}

/** On which nodes the pods of a workload are placed, told by the labels that select them. */
function placement(application: Application, workload: Workload, selected: Record<string, string>): Placement {
  const near = beside(application, workload);
  if (workload.kind === "scheduled") return Object.keys(near).length === 0 ? {} : { affinity: near };
  const far = spread(selected);
  return { ...far, affinity: { ...far.affinity, ...near } };
}

/** What those who add containers to pods are told. */
function annotations(
  name: string,
  workload: Workload,
  { sidecarVersions, vault }: PodReferences,
): Record<string, string> {
  return {
    ...sidecarVersions,
    ...(workload.kind === "scheduled" || workload.dapr === undefined
      ? {}
      : sidecarAnnotations(name, workload.port, workload.dapr)),
    ...vault?.annotations,
  };
}

/** The image of a workload, or of one of its slots. */
function imageOf(workload: Workload, slot: Slot | undefined): string {
  const slots = workload.kind === "deployment" ? workload.slots : undefined;
  return slot === undefined || slots === undefined ? workload.image : slots.images[slot];
}

/** What {@link podTemplate} takes. */
export interface PodArgs {
  readonly application: Application;
  readonly name: string;
  readonly workload: Workload;
  readonly references: PodReferences;
  readonly platform: Pick<PlatformHandle, "facts">;
  readonly environment: Environment;
  /** Of a workload that is released blue/green. */
  readonly slot?: Slot;
}

/** The variables that a workload has of its platform. */
function platformVariables({ application, environment, name, platform, slot, workload }: PodArgs): EnvVar[] {
  const { tracing } = platform.facts;
  if (workload.traces !== true || tracing === undefined) return [];
  return tracingVariables(tracing, { application, name, environment, image: imageOf(workload, slot) });
}

/** The pod of a workload: restricted, spread over nodes and zones, with everything that it refers to by name. */
export function podTemplate(args: PodArgs): {
  metadata: types.input.meta.v1.ObjectMeta;
  spec: types.input.core.v1.PodSpec;
} {
  const { application, name, workload, references, slot } = args;
  const { mounts, volumes } = volumesOf(application, workload, references);
  const annotated = annotations(name, workload, references);
  const surroundings = { ...references, mounts, variables: platformVariables(args) };
  const first = initContainers(workload, imageOf(workload, slot), surroundings);
  const selected = { ...selectorLabels(application.name, name), ...slotLabels(slot) };
  return {
    metadata: {
      labels: { ...objectLabels(application.name, name), ...slotLabels(slot) },
      ...(Object.keys(annotated).length === 0 ? {} : { annotations: annotated }),
    },
    spec: {
      serviceAccountName: references.serviceAccount,
      automountServiceAccountToken: (workload.permissions ?? []).length > 0,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: workload.stopSeconds ?? 30,
      securityContext: podSecurityContext(workload.user ?? defaultUser),
      ...(references.pullSecret === undefined ? {} : { imagePullSecrets: [{ name: references.pullSecret }] }),
      ...(workload.kind === "scheduled" ? { restartPolicy: "Never" } : {}),
      ...placement(application, workload, selected),
      ...(first.length === 0 ? {} : { initContainers: first }),
      containers: [mainContainer(name, workload, imageOf(workload, slot), surroundings)],
      ...(volumes.length === 0 ? {} : { volumes }),
    },
  };
}
