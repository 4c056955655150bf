import type * as k8s from "@pulumi/kubernetes";
import { ComponentResource, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import { chartRelease } from "../chart-release";
import { type ChartValues, mergeValues } from "../chart-values";
import { footprints } from "../footprint";
import { platformNamespace } from "../namespace";
import { restrictedContainer, restrictedPod } from "../restricted";
import { closeNamespace, collectorPolicy } from "../tracing/network-policies";
import { collectorMetrics, otlpGrpc, otlpHttp, tempoHost } from "../tracing/places";
import { charts } from "../versions";
import type { AddOnContext } from "./context";

/** Arguments of {@link OpenTelemetryCollector}. */
export interface OpenTelemetryCollectorArgs extends AddOnContext {
  /** The definition of ServiceMonitors, where one is to be made. @default no ServiceMonitor */
  readonly monitoringTypes?: Resource;
}

const health = 13133;

function everywhere(port: number): string {
  return `0.0.0.0:${String(port)}`;
}

/** Traces in by OTLP, out to Tempo in batches; what Tempo doesn't take is tried again for five minutes. */
const pipeline: ChartValues = {
  receivers: {
    otlp: { protocols: { grpc: { endpoint: everywhere(otlpGrpc) }, http: { endpoint: everywhere(otlpHttp) } } },
  },
  processors: {
    // First in the pipeline: a collector that is short of memory refuses traces instead of dying with them.
    memory_limiter: { check_interval: "1s", limit_percentage: 80, spike_limit_percentage: 25 },
    batch: {},
  },
  exporters: {
    // Between two namespaces of the platform, which let in nobody else.
    otlp_grpc: { endpoint: `${tempoHost}:${String(otlpGrpc)}`, tls: { insecure: true } },
  },
  extensions: { health_check: { endpoint: everywhere(health) } },
  service: {
    extensions: ["health_check"],
    pipelines: {
      traces: { receivers: ["otlp"], processors: ["memory_limiter", "batch"], exporters: ["otlp_grpc"] },
    },
    telemetry: {
      logs: { level: "warn", encoding: "json" },
      metrics: {
        readers: [{ pull: { exporter: { prometheus: { host: "0.0.0.0", port: collectorMetrics } } } }],
      },
    },
  },
};

const closed = { enabled: false };

/** What doesn't depend on the stack. */
const collectorDefaults: ChartValues = {
  mode: "deployment",
  replicaCount: 1,
  // The distribution for Kubernetes: smaller than "contrib", with all that a pipeline of traces needs.
  image: { repository: "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-k8s" },
  command: { name: "otelcol-k8s" },
  alternateConfig: pipeline,
  ports: {
    "jaeger-compact": closed,
    "jaeger-thrift": closed,
    "jaeger-grpc": closed,
    zipkin: closed,
    metrics: { enabled: true },
  },
  resources: footprints.openTelemetryCollector,
  podSecurityContext: restrictedPod(10001),
  securityContext: restrictedContainer,
  serviceAccount: { automountServiceAccountToken: false },
};

/**
 * OpenTelemetry's collector, which takes the traces of all applications and hands them on to Tempo.
 *
 * @example
 * new OpenTelemetryCollector("opentelemetry-collector", { cluster, environment, mirrors });
 */
export class OpenTelemetryCollector extends ComponentResource {
  readonly release: k8s.helm.v3.Release;

  constructor(name: string, args: OpenTelemetryCollectorArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:platform:OpenTelemetryCollector", name, {}, opts);
    const { cluster, environment, mirrors, monitoringTypes } = args;
    const chart = charts["opentelemetry-collector"];
    const namespace = platformNamespace({ chart, environment, cluster, parent: this }).metadata.name;
    const place = { parent: this, provider: cluster.provider };
    closeNamespace("opentelemetry-collector", namespace, collectorPolicy(monitoringTypes !== undefined), place);
    this.release = chartRelease({
      addOn: "opentelemetry-collector",
      cluster,
      mirrors,
      namespace,
      values: mergeValues(collectorDefaults, { serviceMonitor: { enabled: monitoringTypes !== undefined } }),
      after: monitoringTypes === undefined ? [] : [monitoringTypes],
      parent: this,
    });
    this.registerOutputs({});
  }
}
