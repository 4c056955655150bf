import type { AlertCases } from "./alert-case";
import { highErrorRateCase, podCrashLoopingCase } from "./usual";

const nodes = (requested: number) => ({
  'kube_pod_container_resource_requests{resource="cpu",pod="a"}': `${String(requested)}x60`,
  'kube_node_status_allocatable{resource="cpu",node="n1"}': "2x60",
  'kube_node_status_allocatable{resource="cpu",node="n2"}': "2x60",
});

/** Series for the alerts of Todo. */
export const todoCases: AlertCases = {
  HighErrorRate: highErrorRateCase,
  PodCrashLooping: podCrashLoopingCase,
  NodesNearlyFull: { fires: nodes(3.5), silent: [nodes(3)] },
};
