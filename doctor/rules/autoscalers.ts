import { minutesSince } from "../age";
import type { Rule } from "../contract";
import { describeIt, nameOf } from "../naming";

/** Minutes that first metrics may take. */
const usualMinutes = 5;

/** Autoscalers that can't read what they scale by. */
export const autoscalers: Rule = (seen) =>
  seen.autoscalers.flatMap((autoscaler) => {
    const blind = autoscaler.status?.conditions?.find(
      ({ reason, status, type }) =>
        // Nothing is measured of a workload that somebody scaled to zero.
        (type === "ScalingActive" || type === "AbleToScale") && status === "False" && reason !== "ScalingDisabled",
    );
    if (blind === undefined || minutesSince(seen, blind.lastTransitionTime) < usualMinutes) return [];
    const noMetrics = (blind.reason ?? "").includes("Metric");
    return [
      {
        severity: "warning" as const,
        what: nameOf("horizontalpodautoscaler", autoscaler),
        why: `it doesn't scale: ${blind.message ?? blind.reason ?? "no reason is told"}`,
        ...(blind.lastTransitionTime === undefined ? {} : { since: blind.lastTransitionTime }),
        run: [...(noMetrics ? ["kubectl get apiservice v1beta1.metrics.k8s.io"] : []), describeIt("hpa", autoscaler)],
      },
    ];
  });
