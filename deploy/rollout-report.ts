import type { StackInput } from "../plan/stack-file";
import type { DeploymentRecord, DeploymentStep, RolloutFailure, StepKind } from "./contract";
import type { NoReturn, Rollout } from "./rollout";
import { describeVersions, versionsOf } from "./versions";

const past: Readonly<Record<StepKind, string>> = {
  create: "created",
  update: "changed",
  replace: "replaced",
  delete: "removed",
  same: "unchanged",
};

/** How many resources a deployment changes, by kind of change. */
export function stepCounts(steps: readonly DeploymentStep[]): Readonly<Record<StepKind, number>> {
  const counts = { create: 0, update: 0, replace: 0, delete: 0, same: 0 };
  for (const { do: kind } of steps) counts[kind] += 1;
  return counts;
}

/** The same in a line: `3 created, 2 changed, 60 unchanged, 1 removed`. */
export function describeSteps(steps: readonly DeploymentStep[]): string {
  const { replace, ...counts } = stepCounts(steps);
  const order: readonly StepKind[] =
    replace > 0 ? ["create", "update", "replace", "same", "delete"] : ["create", "update", "same", "delete"];
  const all = { ...counts, replace };
  return order.map((kind) => `${String(all[kind])} ${past[kind]}`).join(", ");
}

function failureLines(failures: readonly RolloutFailure[]): readonly string[] {
  return failures.flatMap(({ what, why }) =>
    why.split("\n").map((line, index) => (index === 0 ? `  ${what}: ${line}` : `  ${line}`)),
  );
}

const named = ({ number, versions }: DeploymentRecord): string =>
  `${describeVersions(versions)} (deployment ${String(number)})`;

const toLook =
  "  rootstock history says what ran before, kubectl describe and kubectl logs what the pods of the failed version do.";

function noReturnLines(reason: NoReturn, { raw: { file } }: StackInput): readonly string[] {
  switch (reason.because) {
    case "first":
      return [
        "There is no earlier deployment that succeeded, so there is nothing to return to: what was made stays as it is.",
        `What to do: mend what is named above, or imageTag in ${file}, and run the same command again.`,
        toLook,
      ];
    case "same":
      return [
        `Its settings are those of ${named(reason.lastGood)}, which got ready: going back would change nothing.`,
        "What to do: look at the cluster (capacity, what the images need), then run the same command again.",
        toLook,
      ];
    case "unwanted":
      return [
        `It stays as it is, as --no-return asks; pods of ${named(reason.lastGood)} go on serving where the new ones aren't ready.`,
        `What to do: look, mend imageTag or what else changed in ${file}, and run the same command again.`,
        toLook,
      ];
    case "failed":
      return [
        `The return to ${named(reason.lastGood)} failed as well:`,
        ...failureLines(reason.failures),
        `What to do: mend what is named, then run the same command again, with ${describeVersions(reason.lastGood.versions)} in ${file} to go back.`,
        toLook,
      ];
  }
}

/** What is said of a rollout: what failed, why, what runs now and what to do. */
export function rolloutReport(input: StackInput, rollout: Rollout): string {
  const wanted = describeVersions(versionsOf(input));
  const { stack } = input;
  switch (rollout.result) {
    case "succeeded":
      return `Stack ${stack} runs ${wanted}: ${describeSteps(rollout.deployed.steps)}.`;
    case "returned":
      return [
        `The rollout of ${wanted} to stack ${stack} failed:`,
        ...failureLines(rollout.failures),
        `Stack ${stack} runs ${named(rollout.to)} again.`,
        `What to do: ${input.raw.file} still says ${wanted}. Mend that version, or write ${describeVersions(rollout.to.versions)} there, ` +
          "before the next rootstock up; with --no-return it leaves a failed rollout as it is, to look at.",
      ].join("\n");
    case "failed":
      return [
        `The rollout of ${wanted} to stack ${stack} failed:`,
        ...failureLines(rollout.failures),
        ...noReturnLines(rollout.noReturn, input),
      ].join("\n");
  }
}
