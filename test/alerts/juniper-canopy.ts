import type { AlertCases } from "./alert-case";
import {
  autoscalerAtMaximumCase,
  certificateExpiringCase,
  highErrorRateCase,
  memoryNearlyFullCase,
  podCrashLoopingCase,
  podsUnavailableCase,
  quotaNearlyFullCase,
  volumeNearlyFullCase,
} from "./usual";

/** Series for the alerts of Juniper Canopy. */
export const juniperCanopyCases: AlertCases = {
  HighErrorRate: highErrorRateCase,
  PodCrashLooping: podCrashLoopingCase,
  PodsUnavailable: podsUnavailableCase,
  CertificateExpiring: certificateExpiringCase,
  MemoryNearlyFull: memoryNearlyFullCase,
  AutoscalerAtMaximum: autoscalerAtMaximumCase,
  QuotaNearlyFull: quotaNearlyFullCase,
  VolumeNearlyFull: volumeNearlyFullCase,
};
