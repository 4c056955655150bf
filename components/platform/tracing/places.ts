import { charts } from "../versions";
import type { TracingFacts } from "./contract";

/** OTLP over gRPC, of the collector and of Tempo. */
export const otlpGrpc = 4317;

/** OTLP over HTTP, for what can't speak gRPC. */
export const otlpHttp = 4318;

/** Where the collector tells of itself. */
export const collectorMetrics = 8888;

/** Where Tempo is asked for traces, and tells of itself. */
export const tempoHttp = 3200;

const { namespace, release } = charts["opentelemetry-collector"];

/** What applications may know of tracing. */
export const tracingFacts: TracingFacts = {
  endpoint: `http://${release}.${namespace}.svc:${String(otlpGrpc)}`,
  namespace,
  podLabels: { "app.kubernetes.io/name": "opentelemetry-collector" },
  port: otlpGrpc,
};

/** Labels of Tempo's pod. */
export const tempoLabels = { "app.kubernetes.io/name": "tempo" } as const;

/** Host of Tempo's Service, inside of the cluster. */
export const tempoHost = `${charts.tempo.release}.${charts.tempo.namespace}.svc`;
