import type { Resource } from "@pulumi/pulumi";
import { OpenTelemetryCollector, type OpenTelemetryCollectorArgs } from "../add-ons/opentelemetry-collector";
import { Tempo } from "../add-ons/tempo";
import type { TracingSettings } from "./contract";

/** Installs Tempo and the collector before it, where there is tracing; the collector tries until Tempo answers. */
export function installTracing(
  { enabled, retentionDays, storage }: TracingSettings,
  context: OpenTelemetryCollectorArgs,
  parent: Resource,
): void {
  if (!enabled) return;
  new Tempo("tempo", { ...context, retentionDays, storage }, { parent });
  new OpenTelemetryCollector("opentelemetry-collector", context, { parent });
}
