import type { PlatformSettings } from "../contract";

/** What a person should know about tracing. */
export function tracingNotices({ monitoring, tracing }: PlatformSettings): readonly string[] {
  return tracing.enabled && !monitoring.enabled
    ? ["Traces are kept in Tempo, but nothing shows them: Grafana comes with monitoring (platform.monitoring.enabled)."]
    : [];
}
