import { fewestPods } from "./autoscaling";
import type { Autoscaling, DeploymentWorkload, ScalingRule, Workload } from "./contract";
import { longestName } from "./labels";
import { standbyName } from "./slots";
import { wholeNumberErrors } from "./whole-number";

/** Longest step and longest look back, in seconds, that the API server takes of an autoscaler's rule. */
const longestStep = 1800;
const longestStabilization = 3600;

function ruleErrors(name: string, setting: string, rule: ScalingRule | undefined): readonly string[] {
  if (rule === undefined) return [];
  const { everySeconds, stabilizationSeconds } = rule;
  return [
    ...wholeNumberErrors(name, `${setting}.stabilizationSeconds`, stabilizationSeconds, 0, longestStabilization),
    ...wholeNumberErrors(name, `${setting}.everySeconds`, everySeconds, 1, longestStep),
    ...("pods" in rule
      ? wholeNumberErrors(name, `${setting}.pods`, rule.pods, 1)
      : wholeNumberErrors(name, `${setting}.percent`, rule.percent, 1)),
  ];
}

function autoscalingErrors(name: string, scaling: Autoscaling): readonly string[] {
  const { min, max, cpuPercent, memoryPercent } = scaling;
  return [
    ...wholeNumberErrors(name, "scale.min", min, 1),
    ...wholeNumberErrors(name, "scale.max", max, 1),
    ...(max < min
      ? [`Workload ${name} scales from min ${String(min)} to max ${String(max)}; max must not be less than min.`]
      : []),
    ...(cpuPercent === undefined && memoryPercent === undefined
      ? [`Workload ${name} has an autoscaler with neither cpuPercent nor memoryPercent; set one of them.`]
      : []),
    ...(cpuPercent === undefined ? [] : wholeNumberErrors(name, "scale.cpuPercent", cpuPercent, 1)),
    ...(memoryPercent === undefined ? [] : wholeNumberErrors(name, "scale.memoryPercent", memoryPercent, 1)),
    ...ruleErrors(name, "scale.scaleUp", scaling.scaleUp),
    ...ruleErrors(name, "scale.scaleDown", scaling.scaleDown),
  ];
}

/** The fewest pods that a disruption budget of the workload counts: those of the smaller slot, where it has slots. */
function fewestInBudget(workload: DeploymentWorkload): number {
  const fewest = fewestPods(workload);
  return workload.slots === undefined ? fewest : Math.min(fewest, workload.slots.standby);
}

/** What is wrong with a workload's number of pods, as sentences. */
export function scaleErrors(name: string, workload: Workload): readonly string[] {
  if (workload.kind === "scheduled") return [];
  if (workload.kind === "stateful") return wholeNumberErrors(name, "replicas", workload.replicas, 1);
  const { scale, minAvailable } = workload;
  const fewest = fewestInBudget(workload);
  return [
    ...(typeof scale === "number" ? wholeNumberErrors(name, "scale", scale, 0) : autoscalingErrors(name, scale)),
    ...(minAvailable === undefined ? [] : wholeNumberErrors(name, "minAvailable", minAvailable, 0)),
    ...(minAvailable !== undefined && minAvailable >= fewest
      ? [
          `Workload ${name} has minAvailable ${String(minAvailable)} with as few as ${String(fewest)} pods: no node could ever be drained; set minAvailable to ${String(Math.max(fewest - 1, 0))} or less.`,
        ]
      : []),
  ];
}

/** What is wrong with the slots of a workload that is released blue/green, as sentences. */
export function slotErrors(name: string, workload: Workload): readonly string[] {
  if (workload.kind !== "deployment" || workload.slots === undefined) return [];
  const { dapr, image, scale, slots, storage } = workload;
  const longest = longestName - standbyName("").length;
  return [
    // No autoscaler goes below one.
    ...wholeNumberErrors(name, "slots.standby", slots.standby, typeof scale === "number" ? 0 : 1),
    ...(image === slots.images[slots.active]
      ? []
      : [
          `Workload ${name} has the image ${image}, and its active slot ${slots.active} has ${slots.images[slots.active]}; name the same one in both.`,
        ]),
    ...(storage === undefined
      ? []
      : [`Workload ${name} has slots and a volume, which both slots would write to; keep its data in a store.`]),
    ...(dapr === undefined
      ? []
      : [
          `Workload ${name} has slots and a Dapr sidecar, by whose id both slots would be called; leave one of the two out.`,
        ]),
    ...(name.length > longest
      ? [`Workload "${name}" has a name too long for its slots; ${String(longest)} characters at most.`]
      : []),
  ];
}
