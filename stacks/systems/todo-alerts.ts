import type { AlertGroup } from "../../components/application/alerts";
import { highErrorRate, podCrashLooping } from "../../components/application/usual-alerts";

/**
 * The alerts of the Todo plan (2.6) and of its risk list. HighErrorRate sums before it divides: the plan divided
 * each 5xx series by itself, so it was always 1 or absent. PodCrashLooping counts restarts a minute: the plan's figure
 * was a second's, one restart every 5 seconds, which the kubelet's back-off never allows.
 */
export const todoAlerts: readonly AlertGroup[] = [
  { name: "todo-app.availability", alerts: [highErrorRate(5), podCrashLooping] },
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
