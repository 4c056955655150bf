import { type Dashboard, dashboard } from "../../components/application/dashboard";

/** The four dashboards of the detection-api plan (5.5), for a namespace. */
export function detectionApiDashboards(namespace: string): Readonly<Record<string, Dashboard>> {
  const of = (metric: string, more = ""): string => `${metric}{namespace="${namespace}"${more}}`;
  const perSecond = (metric: string, by: string, more = ""): string => `sum by (${by}) (rate(${of(metric, more)}[5m]))`;
  const percentile = (share: number): string =>
    `histogram_quantile(${String(share)}, sum by (le) (rate(${of("detection_request_duration_seconds_bucket")}[5m])))`;
  return {
    "detection-pipeline": dashboard("detection-pipeline", "Detection Pipeline", [
      { title: "Requests", unit: "reqps", queries: { requests: perSecond("detection_requests_total", "namespace") } },
      {
        title: "Latency",
        unit: "s",
        queries: { p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99) },
      },
      {
        title: "Errors",
        unit: "percentunit",
        queries: {
          errors: `${perSecond("http_requests_total", "namespace", ',status=~"5.."')} / ${perSecond("http_requests_total", "namespace")}`,
        },
      },
      {
        title: "Confidence",
        unit: "reqps",
        queries: { "{{flag}}": perSecond("geolocation_confidence_flag", "flag") },
      },
    ]),
    "tak-integration": dashboard("tak-integration", "TAK Integration", [
      {
        title: "Pushes",
        unit: "reqps",
        queries: {
          success: perSecond("tak_push_success_total", "namespace"),
          failure: perSecond("tak_push_failure_total", "namespace"),
        },
      },
      { title: "Queue depth", unit: "short", queries: { "{{pod}}": of("offline_queue_depth") } },
      { title: "Synchronized", unit: "reqps", queries: { items: perSecond("offline_queue_sync_total", "namespace") } },
    ]),
    infrastructure: dashboard("detection-infrastructure", "Infrastructure", [
      {
        title: "CPU",
        unit: "short",
        queries: { "{{pod}}": perSecond("container_cpu_usage_seconds_total", "pod", ',container!=""') },
      },
      {
        title: "Memory",
        unit: "bytes",
        queries: { "{{pod}}": `sum by (pod) (${of("container_memory_working_set_bytes", ',container!=""')})` },
      },
      {
        title: "Pods",
        unit: "short",
        queries: { "{{deployment}}": of("kube_deployment_status_replicas_available") },
      },
      {
        title: "Restarts",
        unit: "short",
        queries: { "{{pod}}": `sum by (pod) (increase(${of("kube_pod_container_status_restarts_total")}[1h]))` },
      },
      {
        title: "Nodes ready",
        unit: "short",
        queries: { "{{node}}": 'kube_node_status_condition{condition="Ready",status="true"}' },
      },
    ]),
    "audit-trail": dashboard("detection-audit", "Audit Trail", [
      {
        title: "Events by type",
        unit: "reqps",
        queries: { "{{event_type}}": perSecond("audit_events_total", "event_type") },
      },
      {
        title: "Errors by severity",
        unit: "reqps",
        queries: { "{{severity}}": perSecond("audit_errors_total", "severity") },
      },
      {
        title: "Throughput",
        unit: "reqps",
        queries: { detections: perSecond("detection_requests_total", "namespace") },
      },
    ]),
  };
}
