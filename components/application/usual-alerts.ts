import type { Alert } from "./alerts";

/** More than `percent` of the requests are answered with 5xx. Sums are divided: each series by itself is always 1. */
export function highErrorRate(percent: number): Alert {
  return {
    name: "HighErrorRate",
    when: `sum(rate(http_requests_total{status=~"5..",namespace="$namespace"}[5m])) / sum(rate(http_requests_total{namespace="$namespace"}[5m])) > ${String(percent / 100)}`,
    for: "5m",
    severity: "warning",
    summary: "High HTTP 5xx error rate in $namespace",
  };
}

/** One answer in twenty takes longer than `seconds`. */
export function slowAnswers(seconds: number): Alert {
  return {
    name: "SlowAnswers",
    when: `histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{namespace="$namespace"}[5m]))) > ${String(seconds)}`,
    for: "10m",
    severity: "warning",
    summary: `One answer in twenty takes longer than ${String(seconds)} s in $namespace`,
  };
}

/** A container restarts again and again: more than 0.2 times a minute, about as often as the kubelet's back-off allows. */
export const podCrashLooping: Alert = {
  name: "PodCrashLooping",
  when: 'rate(kube_pod_container_status_restarts_total{namespace="$namespace"}[15m]) * 60 > 0.2',
  for: "5m",
  severity: "critical",
  summary: "Pod crash-looping in $namespace",
  description: "More than 0.2 restarts a minute.",
};

/** Fewer pods than a Deployment asks for are available. */
export const podsUnavailable: Alert = {
  name: "PodsUnavailable",
  when: 'kube_deployment_status_replicas_unavailable{namespace="$namespace"} > 0',
  for: "15m",
  severity: "warning",
  summary: "{{ $labels.deployment }} in $namespace has lacked pods for 15 minutes",
};

/** A container is about to be killed for want of memory. */
export const memoryNearlyFull: Alert = {
  name: "MemoryNearlyFull",
  when: 'max by (pod, container) (container_memory_working_set_bytes{namespace="$namespace",container!=""}) / max by (pod, container) (kube_pod_container_resource_limits{namespace="$namespace",resource="memory"}) > 0.9',
  for: "10m",
  severity: "warning",
  summary: "{{ $labels.container }} in $namespace uses more than 90 % of its memory limit",
};

/** An autoscaler has had all the pods that it may have for a while. */
export const autoscalerAtMaximum: Alert = {
  name: "AutoscalerAtMaximum",
  when: 'kube_horizontalpodautoscaler_status_current_replicas{namespace="$namespace"} >= kube_horizontalpodautoscaler_spec_max_replicas{namespace="$namespace"}',
  for: "15m",
  severity: "warning",
  summary: "{{ $labels.horizontalpodautoscaler }} in $namespace can't scale further",
};

/** A certificate wasn't renewed: cert-manager does so 30 days before the end. */
export const certificateExpiring: Alert = {
  name: "CertificateExpiring",
  when: 'certmanager_certificate_expiration_timestamp_seconds{exported_namespace="$namespace"} - time() < 14 * 86400',
  for: "1h",
  severity: "critical",
  summary: "The certificate {{ $labels.name }} in $namespace ends within 14 days",
  description: "Look at it with: kubectl describe certificate,order,challenge.",
};

/** A namespace's quota is nearly used up. */
export const quotaNearlyFull: Alert = {
  name: "QuotaNearlyFull",
  when: 'kube_resourcequota{namespace="$namespace",type="used"} / ignoring(type) (kube_resourcequota{namespace="$namespace",type="hard"} > 0) > 0.9',
  for: "10m",
  severity: "warning",
  summary: "More than 90 % of the quota of {{ $labels.resource }} in $namespace is used",
};

/** A volume is nearly full. */
export const volumeNearlyFull: Alert = {
  name: "VolumeNearlyFull",
  when: 'kubelet_volume_stats_available_bytes{namespace="$namespace"} / kubelet_volume_stats_capacity_bytes{namespace="$namespace"} < 0.1',
  for: "10m",
  severity: "critical",
  summary: "Less than 10 % of the volume {{ $labels.persistentvolumeclaim }} in $namespace is free",
};
