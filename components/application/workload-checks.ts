import type { Workload } from "./contract";
import { formatErrors } from "./format-checks";
import { isDnsLabel, longestName } from "./labels";
import { lifecycleErrors, probeErrors, resourceErrors, scheduleErrors, variableErrors } from "./pod-checks";
import { scaleErrors, slotErrors } from "./scale-checks";
import { smokeErrors } from "./smoke";
import { pathErrors, sizeErrors } from "./volume-checks";
import { wholeNumberErrors } from "./whole-number";

/** Longest names of objects whose pods or jobs get a suffix that has to fit into a label, too. */
const longestNames = { deployment: longestName, stateful: 52, scheduled: 52 } as const;

function nameErrors(name: string, { kind }: Workload): readonly string[] {
  const longest = longestNames[kind];
  return isDnsLabel(name) && name.length <= longest
    ? []
    : [
        `Workload "${name}" can't be named so; begin with a lower-case letter, then lower-case letters, digits and dashes, ${String(longest)} in all.`,
      ];
}

/** Everything that is wrong with one workload by itself, as sentences. */
export function workloadErrors(name: string, workload: Workload): readonly string[] {
  const { user } = workload;
  return [
    ...nameErrors(name, workload),
    ...resourceErrors(name, workload),
    ...scaleErrors(name, workload),
    ...slotErrors(name, workload),
    ...smokeErrors(name, workload),
    ...scheduleErrors(name, workload),
    ...(workload.kind === "scheduled" ? [] : wholeNumberErrors(name, "port", workload.port, 1, 65535)),
    ...(user === undefined || (Number.isInteger(user) && user > 0 && user < 2 ** 31)
      ? []
      : [
          `Workload ${name} has user ${String(user)}${user === 0 ? " (root)" : ""}; choose another user id, or leave it out for 10001.`,
        ]),
    ...variableErrors(name, workload),
    ...probeErrors(name, workload),
    ...lifecycleErrors(name, workload),
    ...formatErrors(name, workload),
    ...pathErrors(name, workload),
    ...sizeErrors(name, workload),
  ];
}
