import type { AlertCases } from "./alert-case";
import { highErrorRateCase } from "./usual";

const seconds = (quick: number) => ({
  'detection_request_duration_seconds_bucket{namespace="$namespace",le="1"}': `0+${String(quick)}x60`,
  'detection_request_duration_seconds_bucket{namespace="$namespace",le="5"}': "0+1000x60",
  'detection_request_duration_seconds_bucket{namespace="$namespace",le="+Inf"}': "0+1000x60",
});
const failures = (each: number) => ({
  'tak_push_failure_total{namespace="$namespace",pod="a"}': `0+${String(each)}x60`,
  'tak_push_failure_total{namespace="$namespace",pod="b"}': `0+${String(each)}x60`,
});
const depth = (items: number) => ({
  'offline_queue_depth{namespace="$namespace",pod="a"}': `${String(items)}x60`,
  'offline_queue_depth{namespace="$namespace",pod="b"}': "0x60",
});
const restarts = 'kube_pod_container_status_restarts_total{namespace="$namespace",pod="a",container="detection-api"}';
const available = (slot: string, pods: number) => ({
  [`kube_deployment_status_replicas_available{namespace="$namespace",deployment="detection-api-${slot}"}`]: `${String(pods)}x60`,
});

/** Series for the alerts of detection-api. */
export const detectionApiCases: AlertCases = {
  HighErrorRate: highErrorRateCase,
  HighLatency: { fires: seconds(900), silent: [seconds(1000)] },
  TAKPushFailure: { fires: failures(8), silent: [failures(4)] },
  QueueDepthHigh: { fires: depth(1500), silent: [depth(900)] },
  QueueDepthCritical: { fires: depth(6000), silent: [depth(4000)] },
  PodRestart: { fires: { [restarts]: "0x50 1x10" }, silent: [{ [restarts]: "3x60" }] },
  LowReplicas: {
    fires: available("blue", 0),
    // The slot that stands by may have none.
    silent: [available("blue", 3), { ...available("blue", 3), ...available("green", 0) }],
  },
};
