import { hideSecrets } from "../plan/wire";
import { type RehearsalResult, succeeded } from "./report";

/** What a rehearsal found, for scripts: no secrets, and no more of the plan than its outputs. */
export function rehearsalDocument(result: RehearsalResult): object {
  const {
    assumedNodes,
    capacity,
    charts,
    injected,
    kubernetesVersion,
    operatorSecrets,
    stacks,
    suggestion,
    workloads,
  } = result;
  return {
    succeeded: succeeded(result),
    kubernetesVersion,
    charts,
    assumedNodes,
    stacks: stacks.map(({ changes, input, removed, run, seconds }) => ({
      stack: input.stack,
      changes,
      removed,
      seconds,
      outputs: hideSecrets(run.outputs),
      warnings: run.warnings,
    })),
    workloads: { count: workloads.workloads, notReady: workloads.notReady },
    placement: workloads.placement.map(({ pods, ...node }) => ({ ...node, pods: pods.length })),
    pools: capacity?.pools ?? [],
    injected,
    operatorSecrets,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}
