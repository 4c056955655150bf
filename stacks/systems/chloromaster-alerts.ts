import type { AlertGroup } from "../../components/application/alerts";
import {
  autoscalerAtMaximum,
  certificateExpiring,
  highErrorRate,
  memoryNearlyFull,
  podCrashLooping,
  podsUnavailable,
  slowAnswers,
  volumeNearlyFull,
} from "../../components/application/usual-alerts";

/**
 * The plan wants alerts and gives no figures but the response times that it verified, of which the longest is 250 ms.
 * The backend's /metrics has to name its figures as the dashboard does: http_requests_total with status, and
 * http_request_duration_seconds.
 */
export const chloromasterAlerts: readonly AlertGroup[] = [
  {
    name: "chloromaster.availability",
    alerts: [highErrorRate(5), slowAnswers(0.25), podCrashLooping, podsUnavailable, certificateExpiring],
  },
  { name: "chloromaster.capacity", alerts: [memoryNearlyFull, autoscalerAtMaximum, volumeNearlyFull] },
];
