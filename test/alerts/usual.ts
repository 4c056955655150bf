import type { AlertCase } from "./alert-case";

const requests = (good: number, bad: number) => ({
  'http_requests_total{namespace="$namespace",status="200"}': `0+${String(good)}x60`,
  'http_requests_total{namespace="$namespace",status="500"}': `0+${String(bad)}x60`,
});
const restarts = 'kube_pod_container_status_restarts_total{namespace="$namespace",pod="backend-1"}';
const unavailable = 'kube_deployment_status_replicas_unavailable{namespace="$namespace",deployment="web"}';
const memory = (namespace: string, used: number) => ({
  [`container_memory_working_set_bytes{namespace="${namespace}",pod="web-1",container="web"}`]: `${String(used)}x60`,
  [`kube_pod_container_resource_limits{namespace="${namespace}",pod="web-1",container="web",resource="memory"}`]:
    "100x60",
});
const autoscaler = (current: number) => ({
  'kube_horizontalpodautoscaler_status_current_replicas{namespace="$namespace",horizontalpodautoscaler="web"}': `${String(current)}x60`,
  'kube_horizontalpodautoscaler_spec_max_replicas{namespace="$namespace",horizontalpodautoscaler="web"}': "10x60",
});
const certificate = (namespace: string, days: number) => ({
  [`certmanager_certificate_expiration_timestamp_seconds{exported_namespace="${namespace}",name="web-tls"}`]: `${String(days * 86_400)}x60`,
});
const quota = (used: number, hard: number) => ({
  'kube_resourcequota{namespace="$namespace",resourcequota="quota",resource="pods",type="used"}': `${String(used)}x60`,
  'kube_resourcequota{namespace="$namespace",resourcequota="quota",resource="pods",type="hard"}': `${String(hard)}x60`,
});
const volume = (available: number) => ({
  'kubelet_volume_stats_available_bytes{namespace="$namespace",persistentvolumeclaim="data-0"}': `${String(available)}x60`,
  'kubelet_volume_stats_capacity_bytes{namespace="$namespace",persistentvolumeclaim="data-0"}': "100x60",
});

const answers = (quick: number) => ({
  'http_request_duration_seconds_bucket{namespace="$namespace",le="0.25"}': `0+${String(quick)}x60`,
  'http_request_duration_seconds_bucket{namespace="$namespace",le="2.5"}': "0+100x60",
  'http_request_duration_seconds_bucket{namespace="$namespace",le="+Inf"}': "0+100x60",
});

/** More than 5 % of errors. */
export const highErrorRateCase: AlertCase = {
  fires: requests(90, 10),
  silent: [
    requests(97, 3),
    // Errors of another namespace are another team's.
    { ...requests(100, 0), 'http_requests_total{namespace="other",status="500"}': "0+100x60" },
  ],
};

/** Restarts once a minute; once in an hour, and long ago. */
export const podCrashLoopingCase: AlertCase = {
  fires: { [restarts]: "0+1x60" },
  silent: [{ [restarts]: "0x30 1x30" }, { [restarts]: "5x60" }],
};

/** Pods lack all the time; or only during a rollout. */
export const podsUnavailableCase: AlertCase = {
  fires: { [unavailable]: "1x60" },
  silent: [{ [unavailable]: "0x60" }, { [unavailable]: "0x50 1x10" }],
};

/** Nearly all of the memory; or much of it, or nearly all in another team's namespace. */
export const memoryNearlyFullCase: AlertCase = {
  fires: memory("$namespace", 95),
  silent: [memory("$namespace", 85), memory("other", 95)],
};

/** All the pods that are allowed; one fewer. */
export const autoscalerAtMaximumCase: AlertCase = { fires: autoscaler(10), silent: [autoscaler(9)] };

/** Not renewed in time; renewed, or another team's. */
export const certificateExpiringCase: AlertCase = {
  fires: certificate("$namespace", 10),
  silent: [certificate("$namespace", 60), certificate("other", 10)],
};

/** Nearly used up; not nearly, or nothing of a kind that may not be had at all. */
export const quotaNearlyFullCase: AlertCase = { fires: quota(48, 50), silent: [quota(40, 50), quota(0, 0)] };

/** Nearly full; not nearly. */
export const volumeNearlyFullCase: AlertCase = { fires: volume(5), silent: [volume(20)] };

/** One answer in ten takes from 0.25 to 2.5 s; or one in a hundred. */
export const slowAnswersCase: AlertCase = { fires: answers(90), silent: [answers(99)] };
