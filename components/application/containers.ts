import type { types } from "@pulumi/kubernetes";
import type { Input } from "@pulumi/pulumi";
import type { PodField, Resources, Workload } from "./contract";
import { containerSecurityContext } from "./pod-security";
import { containerProbes } from "./probes";
import type { DeliveredSecret } from "./secret-back-ends/secret-delivery";
import type { VaultPod } from "./secret-back-ends/vault-agent";
import { secretsPath, usualDisk } from "./volumes";

type Container = types.input.core.v1.Container;
type EnvVar = types.input.core.v1.EnvVar;

/** What all containers of a pod have in common. */
export interface ContainerSurroundings {
  readonly configMap?: Input<string>;
  readonly secrets: readonly DeliveredSecret[];
  /** What Vault's agent needs. */
  readonly vault?: VaultPod;
  readonly mounts: types.input.core.v1.VolumeMount[];
  /** Variables that tell of the platform and of the release. */
  readonly variables: EnvVar[];
}

/** Requests and limits of a container, scratch disk included. */
function containerResources(resources: Resources): types.input.core.v1.ResourceRequirements {
  const disk = resources.disk ?? usualDisk;
  return {
    requests: { cpu: resources.cpu.request, memory: resources.memory.request, "ephemeral-storage": disk.request },
    limits: { cpu: resources.cpu.limit, memory: resources.memory.limit, "ephemeral-storage": disk.limit },
  };
}

const fieldPaths: Readonly<Record<PodField, string>> = {
  name: "metadata.name",
  namespace: "metadata.namespace",
  ip: "status.podIP",
  node: "spec.nodeName",
};

function env(workload: Workload, { variables }: ContainerSurroundings): EnvVar[] {
  const { podFields = {}, secrets = [], secretsAs } = workload;
  return [
    ...Object.entries(podFields).map(([variable, field]) => ({
      name: variable,
      valueFrom: { fieldRef: { fieldPath: fieldPaths[field] } },
    })),
    ...(secretsAs === "files"
      ? secrets.map((secret) => ({ name: `${secret}_FILE`, value: `${secretsPath}/${secret}` }))
      : []),
    ...variables,
  ];
}

function envFrom(
  workload: Workload,
  { configMap, secrets }: ContainerSurroundings,
): types.input.core.v1.EnvFromSource[] {
  return [
    ...(configMap === undefined ? [] : [{ configMapRef: { name: configMap } }]),
    ...(workload.secretsAs === "files" ? [] : secrets.map(({ name }) => ({ secretRef: { name } }))),
  ];
}

/** What a container has of its surroundings, whatever it runs. */
function surrounded(workload: Workload, surroundings: ContainerSurroundings): Partial<Container> {
  const sources = envFrom(workload, surroundings);
  const variables = env(workload, surroundings);
  return {
    imagePullPolicy: "Always",
    ...(sources.length === 0 ? {} : { envFrom: sources }),
    ...(variables.length === 0 ? {} : { env: variables }),
    securityContext: containerSecurityContext,
    ...(surroundings.mounts.length === 0 ? {} : { volumeMounts: surroundings.mounts }),
  };
}

/** What a container has because it serves requests. */
function servingPart(workload: Workload): Partial<Container> {
  if (workload.kind === "scheduled") return {};
  const { drainSeconds = 0, port, probes } = workload;
  return {
    ports: [{ name: "http", containerPort: port, protocol: "TCP" }],
    ...containerProbes(probes, port),
    // The kubelet sleeps, so that the image needs no shell; API servers before 1.33 refuse to sleep for 0 seconds.
    ...(drainSeconds === 0 ? {} : { lifecycle: { preStop: { sleep: { seconds: drainSeconds } } } }),
  };
}

/** A command that finds its secrets, whoever wrote them. */
function commandOf(command: readonly string[], { vault }: ContainerSurroundings): string[] {
  return [...(vault?.commandPrefix ?? []), ...command];
}

/** The container of a workload. */
export function mainContainer(
  name: string,
  workload: Workload,
  image: string,
  surroundings: ContainerSurroundings,
): Container {
  const { command, args } = workload;
  return {
    name,
    image,
    ...(command === undefined ? {} : { command: commandOf(command, surroundings) }),
    ...(args === undefined ? {} : { args: [...args] }),
    resources: containerResources(workload.resources),
    ...surrounded(workload, surroundings),
    ...servingPart(workload),
  };
}

/** The containers that run to their end before it. */
export function initContainers(workload: Workload, image: string, surroundings: ContainerSurroundings): Container[] {
  return Object.entries(workload.before ?? {}).map(([step, preparation]) => ({
    name: step,
    image: preparation.image ?? image,
    command: commandOf(preparation.command, surroundings),
    resources: containerResources(preparation.resources ?? workload.resources),
    ...surrounded(workload, surroundings),
  }));
}
