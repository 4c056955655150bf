import type { types } from "@pulumi/kubernetes";
import type { Input } from "@pulumi/pulumi";
import type { PlatformFacts } from "../platform/contract";
import type { PodField, Resources, Workload } from "./contract";
import { containerSecurityContext } from "./pod-security";
import { containerProbes } from "./probes";
import { secretsPath } from "./volumes";

type Container = types.input.core.v1.Container;
type EnvVar = types.input.core.v1.EnvVar;

/** What all containers of a pod have in common. */
export interface ContainerSurroundings {
  readonly configMap?: Input<string>;
  readonly secret?: Input<string>;
  readonly mounts: types.input.core.v1.VolumeMount[];
  readonly tracing: PlatformFacts["tracing"];
}

/** Requests and limits of a container, scratch disk included. */
function containerResources(resources: Resources): types.input.core.v1.ResourceRequirements {
  const disk = resources.disk ?? { request: "64Mi", limit: "512Mi" };
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

function env(name: string, workload: Workload, { tracing }: ContainerSurroundings): EnvVar[] {
  const { podFields = {}, secrets = [], secretsAs, traces } = workload;
  return [
    ...Object.entries(podFields).map(([variable, field]) => ({
      name: variable,
      valueFrom: { fieldRef: { fieldPath: fieldPaths[field] } },
    })),
    ...(secretsAs === "files"
      ? secrets.map((secret) => ({ name: `${secret}_FILE`, value: `${secretsPath}/${secret}` }))
      : []),
    ...(traces === true && tracing !== undefined
      ? [
          { name: "OTEL_EXPORTER_OTLP_ENDPOINT", value: tracing.endpoint },
          { name: "OTEL_SERVICE_NAME", value: name },
        ]
      : []),
  ];
}

function envFrom(
  workload: Workload,
  { configMap, secret }: ContainerSurroundings,
): types.input.core.v1.EnvFromSource[] {
  return [
    ...(configMap === undefined ? [] : [{ configMapRef: { name: configMap } }]),
    ...(secret === undefined || workload.secretsAs === "files" ? [] : [{ secretRef: { name: secret } }]),
  ];
}

/** What a container has of its surroundings, whatever it runs. */
function surrounded(name: string, workload: Workload, surroundings: ContainerSurroundings): Partial<Container> {
  const sources = envFrom(workload, surroundings);
  const variables = env(name, workload, surroundings);
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
  const { drainSeconds, port, probes } = workload;
  return {
    ports: [{ name: "http", containerPort: port, protocol: "TCP" }],
    ...containerProbes(probes, port),
    ...(drainSeconds === undefined ? {} : { lifecycle: { preStop: { sleep: { seconds: drainSeconds } } } }),
  };
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
    ...(command === undefined ? {} : { command: [...command] }),
    ...(args === undefined ? {} : { args: [...args] }),
    resources: containerResources(workload.resources),
    ...surrounded(name, workload, surroundings),
    ...servingPart(workload),
  };
}

/** The containers that run to their end before it. */
export function initContainers(
  name: string,
  workload: Workload,
  image: string,
  surroundings: ContainerSurroundings,
): Container[] {
  return Object.entries(workload.before ?? {}).map(([step, preparation]) => ({
    name: step,
    image: preparation.image ?? image,
    command: [...preparation.command],
    resources: containerResources(preparation.resources ?? workload.resources),
    ...surrounded(name, workload, surroundings),
  }));
}
