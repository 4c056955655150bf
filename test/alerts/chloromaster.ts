import type { AlertCases } from "./alert-case";
import {
  autoscalerAtMaximumCase,
  certificateExpiringCase,
  highErrorRateCase,
  memoryNearlyFullCase,
  podCrashLoopingCase,
  podsUnavailableCase,
  slowAnswersCase,
  volumeNearlyFullCase,
} from "./usual";

/** Series for the alerts of ChloroMaster. */
export const chloromasterCases: AlertCases = {
  HighErrorRate: highErrorRateCase,
  SlowAnswers: slowAnswersCase,
  PodCrashLooping: podCrashLoopingCase,
  PodsUnavailable: podsUnavailableCase,
  CertificateExpiring: certificateExpiringCase,
  MemoryNearlyFull: memoryNearlyFullCase,
  AutoscalerAtMaximum: autoscalerAtMaximumCase,
  VolumeNearlyFull: volumeNearlyFullCase,
};
