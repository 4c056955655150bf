import type { types } from "@pulumi/kubernetes";
import type { Autoscaling, DeploymentWorkload, ScalingRule, StatefulWorkload } from "./contract";

/** The number of pods that a workload never goes below. */
export function fewestPods(workload: DeploymentWorkload | StatefulWorkload): number {
  if (workload.kind === "stateful") return workload.replicas;
  return typeof workload.scale === "number" ? workload.scale : workload.scale.min;
}

/** Quick to grow, slow to shrink: the figures of the Todo plan. */
const scalingDefaults = {
  scaleUp: { stabilizationSeconds: 60, pods: 2, everySeconds: 60 },
  scaleDown: { stabilizationSeconds: 300, pods: 1, everySeconds: 120 },
} as const;

function rule(scaling: ScalingRule): types.input.autoscaling.v2.HPAScalingRules {
  return {
    stabilizationWindowSeconds: scaling.stabilizationSeconds,
    policies: [
      "pods" in scaling
        ? { type: "Pods", value: scaling.pods, periodSeconds: scaling.everySeconds }
        : { type: "Percent", value: scaling.percent, periodSeconds: scaling.everySeconds },
    ],
  };
}

function metric(name: "cpu" | "memory", percent: number | undefined): types.input.autoscaling.v2.MetricSpec[] {
  if (percent === undefined) return [];
  return [{ type: "Resource", resource: { name, target: { type: "Utilization", averageUtilization: percent } } }];
}

/** The spec of the HorizontalPodAutoscaler of a Deployment. */
export function autoscalerSpec(
  deployment: string,
  scaling: Autoscaling,
): types.input.autoscaling.v2.HorizontalPodAutoscalerSpec {
  return {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deployment },
    minReplicas: scaling.min,
    maxReplicas: scaling.max,
    metrics: [...metric("cpu", scaling.cpuPercent), ...metric("memory", scaling.memoryPercent)],
    behavior: {
      scaleUp: rule(scaling.scaleUp ?? scalingDefaults.scaleUp),
      scaleDown: rule(scaling.scaleDown ?? scalingDefaults.scaleDown),
    },
  };
}
