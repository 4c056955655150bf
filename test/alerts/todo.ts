import type { AlertCases } from "./alert-case";

const requests = (good: number, bad: number) => ({
  'http_requests_total{namespace="$namespace",status="200"}': `0+${String(good)}x60`,
  'http_requests_total{namespace="$namespace",status="500"}': `0+${String(bad)}x60`,
});
const restarts = 'kube_pod_container_status_restarts_total{namespace="$namespace",pod="backend-1"}';
const nodes = (requested: number) => ({
  'kube_pod_container_resource_requests{resource="cpu",pod="a"}': `${String(requested)}x60`,
  'kube_node_status_allocatable{resource="cpu",node="n1"}': "2x60",
  'kube_node_status_allocatable{resource="cpu",node="n2"}': "2x60",
});

/** Series for the alerts of Todo. */
export const todoCases: AlertCases = {
  HighErrorRate: {
    fires: requests(90, 10),
    silent: [
      requests(97, 3),
      // Errors of another namespace are another team's.
      { ...requests(100, 0), 'http_requests_total{namespace="other",status="500"}': "0+100x60" },
    ],
  },
  PodCrashLooping: {
    fires: { [restarts]: "0+1x60" },
    silent: [{ [restarts]: "0x30 1x30" }, { [restarts]: "5x60" }],
  },
  NodesNearlyFull: { fires: nodes(3.5), silent: [nodes(3)] },
};
