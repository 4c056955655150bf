import type { AlertCases } from "./alert-case";
import { highErrorRateCase, podCrashLoopingCase, podsUnavailableCase, volumeNearlyFullCase } from "./usual";

/** Series for the alerts of the FFE backend. */
export const ffeBackendCases: AlertCases = {
  HighErrorRate: highErrorRateCase,
  PodCrashLooping: podCrashLoopingCase,
  PodsUnavailable: podsUnavailableCase,
  VolumeNearlyFull: volumeNearlyFullCase,
};
