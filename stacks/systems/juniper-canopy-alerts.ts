import type { AlertGroup } from "../../components/application/alerts";
import {
  autoscalerAtMaximum,
  certificateExpiring,
  highErrorRate,
  memoryNearlyFull,
  podCrashLooping,
  podsUnavailable,
  quotaNearlyFull,
  volumeNearlyFull,
} from "../../components/application/usual-alerts";

/**
 * What the plan's risk list and its troubleshooting table (4.6) want watched: crashes, pods that aren't ready, memory,
 * certificates, exhausted resources. It gives no figures.
 */
export const juniperCanopyAlerts: readonly AlertGroup[] = [
  {
    name: "juniper-canopy.availability",
    alerts: [highErrorRate(5), podCrashLooping, podsUnavailable, certificateExpiring],
  },
  {
    name: "juniper-canopy.capacity",
    alerts: [memoryNearlyFull, autoscalerAtMaximum, quotaNearlyFull, volumeNearlyFull],
  },
];
