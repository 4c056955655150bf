import { z } from "zod";
import type { Environment } from "../../components/environment";
import type { TracingSettings } from "../../components/platform/tracing/contract";

/** What a stack may set of tracing. */
export const tracingSchema = z
  .strictObject({
    enabled: z
      .boolean()
      .describe("Install OpenTelemetry's collector and Tempo. Default: whether a workload of the system sends traces."),
    retentionDays: z.int().min(1).max(365).describe("Days that traces are kept, 1 to 365. Default: 14, in dev 3."),
    storage: z
      .string()
      .regex(/^[1-9]\d{0,5}(Mi|Gi|Ti)$/, { error: "write a size such as 10Gi: a whole number with Mi, Gi or Ti" })
      .describe("Volume of Tempo, in Mi, Gi or Ti. Default: 10Gi, in dev 2Gi."),
  })
  .partial()
  .describe("Traces: how a request went through the services, step by step.");

/** Tracing's settings unless a stack says otherwise: kept as long as logs. */
export function tracingDefaults(environment: Environment): Omit<TracingSettings, "enabled"> {
  return environment === "dev" ? { retentionDays: 3, storage: "2Gi" } : { retentionDays: 14, storage: "10Gi" };
}
