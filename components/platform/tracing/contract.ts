/** What is known of tracing; plain data. */
export interface TracingFacts {
  /** Where traces are sent: OTLP over gRPC, e.g. `http://opentelemetry-collector.opentelemetry.svc:4317`. */
  readonly endpoint: string;
  readonly namespace: string;
  /** Labels of the collector's pods: network policies let traces out to them. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Port of `endpoint`, which the pods have too. */
  readonly port: number;
}

/** The resolved settings of tracing: OpenTelemetry's collector, which takes traces, and Tempo, which keeps them. */
export interface TracingSettings {
  readonly enabled: boolean;
  /** Days that traces are kept. */
  readonly retentionDays: number;
  /** Volume of Tempo, e.g. `10Gi`. */
  readonly storage: string;
}
