import type { TracingFacts } from "../platform/tracing/contract";
import type { Connection } from "./connections";

/** What a workload says to its Dapr sidecar. */
export interface DaprSidecar {
  /** The id by which others invoke it. @default the workload's name */
  readonly appId?: string;
  /** Whether the sidecar calls the application back (subscriptions, bindings). @default true */
  readonly calledBack?: boolean;
}

/** A value of a component's metadata: plain, or a secret of the application. */
export type DaprValue = string | { readonly secret: string };

/** A Dapr building block: a message broker, a state store, and so on. */
export interface DaprComponent {
  /** Dapr's own type, e.g. `pubsub.kafka`, `state.redis`. */
  readonly type: string;
  /** @default v1 */
  readonly version?: string;
  readonly metadata: Readonly<Record<string, DaprValue>>;
  /** Workloads that may use it; nobody else's sidecar loads it. */
  readonly scopes: readonly string[];
  /** What the sidecars of these workloads talk to on its behalf. */
  readonly connectsTo: readonly Connection[];
}

/** The Dapr side of an application. */
export interface DaprApplication {
  /** Share of requests that are traced, from 0 to 1. */
  readonly samplingRate: number;
  /** OTLP endpoint (gRPC) that takes the traces, `host:port`. @default the platform's collector; without one, nobody */
  readonly tracesTo?: string;
  readonly components: Readonly<Record<string, DaprComponent>>;
}

/** Name of the Configuration that every sidecar of an application reads. */
export const daprConfigurationName = "appconfig";

/** Ports of sidecars and of Dapr's control plane, as its chart 1.18 has them. */
export const daprPorts = {
  /** Sidecar to sidecar, mutual TLS. */
  internal: 50002,
  /** The sidecar's own metrics. */
  metrics: 9090,
  /** operator, sentry, placement, scheduler: the pods' ports, which network policies see. */
  controlPlane: [6500, 50001, 50005, 50006],
} as const;

/** What a sidecar may use; it is inside the pod and counts as part of it. */
export const sidecarResources = {
  cpu: { request: "50m", limit: "300m" },
  memory: { request: "64Mi", limit: "256Mi" },
} as const;

/**
 * Annotations by which Dapr's injector adds the sidecar, hardened so that the pod still passes Pod Security
 * "restricted", and without the Kubernetes API: the built-in secret store is off, because the operator resolves
 * the components' secrets itself.
 */
export function sidecarAnnotations(workload: string, port: number, sidecar: DaprSidecar): Record<string, string> {
  return {
    "dapr.io/enabled": "true",
    "dapr.io/app-id": sidecar.appId ?? workload,
    ...(sidecar.calledBack === false ? {} : { "dapr.io/app-port": String(port) }),
    "dapr.io/config": daprConfigurationName,
    "dapr.io/log-as-json": "true",
    "dapr.io/enable-api-logging": "true",
    "dapr.io/sidecar-cpu-request": sidecarResources.cpu.request,
    "dapr.io/sidecar-cpu-limit": sidecarResources.cpu.limit,
    "dapr.io/sidecar-memory-request": sidecarResources.memory.request,
    "dapr.io/sidecar-memory-limit": sidecarResources.memory.limit,
    "dapr.io/sidecar-seccomp-profile-type": "RuntimeDefault",
    "dapr.io/disable-builtin-k8s-secret-store": "true",
  };
}

/**
 * The spec of the Configuration that all sidecars of an application read. Mutual TLS is no part of it: the control
 * plane's own Configuration decides that for all.
 */
export function configurationSpec(dapr: DaprApplication, tracing?: TracingFacts): object {
  const collector = tracing === undefined ? undefined : new URL(tracing.endpoint).host;
  const endpointAddress = dapr.tracesTo ?? (dapr.samplingRate > 0 ? collector : undefined);
  return {
    metrics: { enabled: true },
    logging: { apiLogging: { enabled: true } },
    tracing: {
      samplingRate: String(dapr.samplingRate),
      ...(endpointAddress === undefined ? {} : { otel: { endpointAddress, isSecure: false, protocol: "grpc" } }),
    },
  };
}

/** Names of the secrets that a component's metadata refers to. */
export function componentSecrets(component: DaprComponent): readonly string[] {
  return Object.values(component.metadata).flatMap((value) => (typeof value === "string" ? [] : [value.secret]));
}
