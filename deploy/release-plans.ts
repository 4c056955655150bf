import { type Environment, environments } from "../components/environment";
import { UsageError } from "../components/errors";
import { releaseOf, servedVersions, servingVersions, stagesOf } from "./blue-green";
import type { DeploymentRecord, Versions } from "./contract";
import { describeDeployment, rollbackTarget, running } from "./last-deployments";
import { lastGood } from "./rollout";
import type { StagedPlan } from "./staged-deployment";
import { sameVersions, type VersionChange, versionChanges } from "./version-changes";
import { describeVersions } from "./versions";

/** What is known of a stack before its versions are changed. */
export interface Standing {
  readonly stack: string;
  /** Name of the stack's file, for messages. */
  readonly file: string;
  /** What the file says. */
  readonly said: Versions;
  /** All deployments, latest first. */
  readonly history: readonly DeploymentRecord[];
  /** Workloads with slots. */
  readonly slotted: readonly string[];
}

/** Versions for a stack, and the way there. */
export interface ReleasePlan extends StagedPlan {
  /** The versions at the end of the way. */
  readonly wanted: Versions;
  /** What differs from what was deployed last, or from the file of a stack that was never deployed. */
  readonly changes: readonly VersionChange[];
}

function planned(
  { history, said, slotted }: Standing,
  current: DeploymentRecord | undefined,
  wanted: Versions,
  what: Pick<StagedPlan, "command" | "message">,
): ReleasePlan {
  const last = history.find(({ command }) => command !== "destroy");
  return {
    ...what,
    // Where the last good versions are those that are wanted, there is nothing else to go back to.
    current: current !== undefined && sameVersions(current.versions, wanted) ? undefined : current,
    wanted,
    stages: stagesOf(current?.versions, wanted, slotted),
    changes: versionChanges(last?.versions ?? said, wanted),
  };
}

/** Refuses to overwrite what a file says and nobody has deployed, unless it is a step of the way itself. */
function refuseUndeployed({ file, said, stack }: Standing, runs: DeploymentRecord, plan: ReleasePlan): void {
  const known = [runs.versions, plan.wanted, ...plan.stages.map(({ versions }) => versions)];
  if (known.some((versions) => sameVersions(versions, said))) return;
  throw new UsageError(
    `${file} says ${describeVersions(said)}, but ${describeVersions(runs.versions)} runs in ${stack} (${describeDeployment(runs)}); run rootstock up first, or add --anyway to go on from what runs and overwrite what the file says.`,
  );
}

/** Refuses what goes against the order of environments. */
export function refuseBackwards(from: Environment, to: Environment): void {
  const [first, second] = [environments.indexOf(from), environments.indexOf(to)];
  if (first < second) return;
  throw new UsageError(
    from === to
      ? `--from and --to are both ${from}; versions are promoted to a later environment: ${environments.join(", then ")}.`
      : `${from} comes after ${to}: versions are promoted forwards (${environments.join(", then ")}). To go back in ${to}, run rootstock rollback --env ${to}.`,
  );
}

/**
 * A promotion: what users of one environment get, for those of another.
 *
 * @param anyway take the last good deployment of the source, whatever came after it and whatever its file says
 * @throws UsageError where nobody can tell what runs in the source, or its file says something else
 */
export function promotionPlan(source: Standing, target: Standing, anyway = false): ReleasePlan {
  const from = running(source.history, { stack: source.stack, anyway });
  if (!anyway && !sameVersions(from.versions, source.said)) {
    throw new UsageError(
      `${source.file} says ${describeVersions(source.said)}, but ${describeVersions(from.versions)} runs in ${source.stack} (${describeDeployment(from)}); run rootstock up there first, or add --anyway to promote what runs.`,
    );
  }
  const current = lastGood(target.history);
  const wanted = servingVersions(from.versions, current?.versions, target.slotted);
  const message = `promote from ${source.stack}, ${describeDeployment(from)}`;
  return planned(target, current, wanted, { command: "promote", message });
}

/** What {@link rollbackPlan} is told. */
export interface RollbackWish {
  /** Number of a deployment. @default the last good one that served something else */
  readonly to?: number;
  /** Overwrite what the file says and nobody has deployed. @default false */
  readonly anyway?: boolean;
}

/**
 * A rollback: what users got from an earlier deployment. Where the other slot of a workload still holds it, only the
 * slot changes.
 *
 * @throws UsageError where there is nothing to go back to, or the file says what was never deployed
 */
export function rollbackPlan(standing: Standing, { anyway = false, to }: RollbackWish): ReleasePlan {
  const { history, slotted, stack } = standing;
  const served = (versions: Versions): Versions => servedVersions(versions, slotted);
  const target = rollbackTarget(history, { stack, served, ...(to === undefined ? {} : { to }) });
  const good = lastGood(history);
  const wanted = servingVersions(target.versions, good?.versions, slotted);
  const message = `roll back to ${describeDeployment(target)}`;
  const plan = planned(standing, good, wanted, { command: "rollback", message });
  const last = history[0] ?? target;
  if (!anyway) refuseUndeployed(standing, last, plan);
  return plan;
}

/**
 * A blue/green release of one workload.
 *
 * @throws UsageError for a workload without slots, and where nobody can tell what runs
 */
export function releasePlan(
  standing: Standing,
  { anyway = false, tag, workload }: { readonly workload: string; readonly tag: string; readonly anyway?: boolean },
): ReleasePlan {
  const { history, slotted, stack } = standing;
  // A release that was interrupted, or failed and nobody could go back, is taken up again.
  const message = `release ${workload} ${tag}`;
  const [last] = history;
  const interrupted = last !== undefined && last.result !== "succeeded" && last.message.startsWith(message);
  const runs = running(history, { stack, anyway: anyway || interrupted });
  const wanted = releaseOf(runs.versions, workload, tag, slotted);
  const plan = planned(standing, runs, wanted, { command: "release", message });
  if (!anyway) refuseUndeployed(standing, runs, plan);
  return plan;
}
