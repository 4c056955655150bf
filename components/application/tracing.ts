import type { types } from "@pulumi/kubernetes";
import type { Environment } from "../environment";
import { imageVersion } from "../image-reference";
import { inNamespace, tcp } from "../network-policy-parts";
import type { TracingFacts } from "../platform/tracing/contract";
import type { Application, Workload } from "./contract";

type EnvVar = types.input.core.v1.EnvVar;
type EgressRule = types.input.networking.v1.NetworkPolicyEgressRule;

/** What the variables of OpenTelemetry's SDKs are made of. */
export interface TracedWorkload {
  readonly application: Pick<Application, "name">;
  readonly name: string;
  /** The image that the pods run, whose tag is the version. */
  readonly image: string;
  readonly environment: Environment;
}

/** The variables by which OpenTelemetry's SDKs are told where traces go and whose they are. */
export const tracingVariableNames = [
  "OTEL_EXPORTER_OTLP_ENDPOINT",
  "OTEL_EXPORTER_OTLP_PROTOCOL",
  "OTEL_SERVICE_NAME",
  "OTEL_RESOURCE_ATTRIBUTES",
] as const;

/** The values of {@link tracingVariableNames}, in the names of OpenTelemetry's semantic conventions. */
export function tracingVariables({ endpoint }: TracingFacts, traced: TracedWorkload): EnvVar[] {
  const { application, environment, image, name } = traced;
  const version = imageVersion(image);
  const attributes = [
    `service.namespace=${application.name}`,
    ...(version === undefined ? [] : [`service.version=${version}`]),
    `deployment.environment.name=${environment}`,
  ];
  const values: Readonly<Record<(typeof tracingVariableNames)[number], string>> = {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
    OTEL_SERVICE_NAME: name,
    OTEL_RESOURCE_ATTRIBUTES: attributes.join(","),
  };
  return tracingVariableNames.map((variable) => ({ name: variable, value: values[variable] }));
}

/** Whether anything in the pods of a workload sends traces to the platform's collector: its container, or its sidecar. */
export function sendsTraces({ dapr }: Application, workload: Workload): boolean {
  const sidecar = workload.kind !== "scheduled" && workload.dapr !== undefined;
  const sampled = dapr !== undefined && dapr.samplingRate > 0 && dapr.tracesTo === undefined;
  return workload.traces === true || (sidecar && sampled);
}

/** The way to the collector. */
export function collectorRule({ namespace, podLabels, port }: TracingFacts): EgressRule {
  return {
    to: [{ namespaceSelector: inNamespace(namespace), podSelector: { matchLabels: { ...podLabels } } }],
    ports: tcp(port),
  };
}
