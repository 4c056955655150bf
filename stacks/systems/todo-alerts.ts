import type { AlertGroup } from "../../components/application/alerts";

/**
 * The alerts of the Todo plan (2.6) and of its risk list. HighErrorRate sums before it divides: the plan divided
 * each 5xx series by itself, so it was always 1 or absent.
 */
export const todoAlerts: readonly AlertGroup[] = [
  {
    name: "todo-app.availability",
    alerts: [
      {
        name: "HighErrorRate",
        when: 'sum(rate(http_requests_total{status=~"5..",namespace="$namespace"}[5m])) / sum(rate(http_requests_total{namespace="$namespace"}[5m])) > 0.05',
        for: "5m",
        severity: "warning",
        summary: "High HTTP 5xx error rate in $namespace",
      },
      {
        name: "PodCrashLooping",
        when: 'rate(kube_pod_container_status_restarts_total{namespace="$namespace"}[15m]) * 60 > 0.2',
        for: "5m",
        severity: "critical",
        summary: "Pod crash-looping in $namespace",
        description:
          "More than 0.2 restarts a minute. The plan's figure was a second's, one restart every 5 seconds, which the kubelet's back-off never allows.",
      },
    ],
  },
  {
    name: "todo-app.capacity",
    alerts: [
      {
        name: "NodesNearlyFull",
        when: 'sum(kube_pod_container_resource_requests{resource="cpu"}) / sum(kube_node_status_allocatable{resource="cpu"}) > 0.8',
        for: "10m",
        severity: "warning",
        summary: "More than 80 % of the nodes' CPU is requested",
      },
    ],
  },
];
