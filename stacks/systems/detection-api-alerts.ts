import type { AlertGroup } from "../../components/application/alerts";
import { highErrorRate } from "../../components/application/usual-alerts";

/**
 * The seven alerts of the detection-api plan (5.4).
 *
 * @param active name of the Deployment that serves
 * @param fewest pods that it must have available
 */
export function detectionApiAlerts(active: string, fewest: number): readonly AlertGroup[] {
  return [
    {
      name: "detection-api.requests",
      alerts: [
        { ...highErrorRate(5), severity: "critical" },
        {
          name: "HighLatency",
          when: 'histogram_quantile(0.99, sum by (le) (rate(detection_request_duration_seconds_bucket{namespace="$namespace"}[5m]))) > 2',
          for: "5m",
          severity: "warning",
          summary: "One detection in a hundred takes longer than 2 s in $namespace",
        },
      ],
    },
    {
      name: "detection-api.tak",
      alerts: [
        {
          name: "TAKPushFailure",
          when: 'sum(rate(tak_push_failure_total{namespace="$namespace"}[5m])) * 60 > 10',
          for: "5m",
          severity: "critical",
          summary: "More than 10 pushes a minute to the TAK server fail in $namespace",
          description: "Detections wait in the offline queue and are pushed again when the server answers.",
        },
        {
          name: "QueueDepthHigh",
          when: 'max(offline_queue_depth{namespace="$namespace"}) > 1000',
          for: "10m",
          severity: "warning",
          summary: "More than 1000 detections wait in a pod's offline queue in $namespace",
        },
        {
          name: "QueueDepthCritical",
          when: 'max(offline_queue_depth{namespace="$namespace"}) > 5000',
          for: "5m",
          severity: "critical",
          summary: "More than 5000 detections wait in a pod's offline queue in $namespace",
          description: "The queue goes with its pod: get the TAK server back before pods are moved.",
        },
      ],
    },
    {
      name: "detection-api.pods",
      alerts: [
        {
          name: "PodRestart",
          when: 'increase(kube_pod_container_status_restarts_total{namespace="$namespace"}[15m]) > 0',
          for: "1m",
          severity: "warning",
          summary: "{{ $labels.container }} of {{ $labels.pod }} in $namespace was restarted",
        },
        {
          name: "LowReplicas",
          when: `kube_deployment_status_replicas_available{namespace="$namespace",deployment="${active}"} < ${String(fewest)}`,
          for: "2m",
          severity: "critical",
          summary: `Fewer than ${String(fewest)} pods of ${active} are available in $namespace`,
        },
      ],
    },
  ];
}
