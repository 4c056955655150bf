import { table } from "../plan/table";
import type { ReleasePlan } from "./release-plans";
import type { StagedResult } from "./staged-deployment";

/** What a change of versions changes, before it is made. */
export function changeReport({ changes, message, stages }: ReleasePlan, stack: string): string {
  const shown = (version: string | undefined): string => version ?? "none";
  const rows = changes.map(({ after, before, what }) => [what, shown(before), "->", shown(after)]);
  return [
    `${stack}: ${message}`,
    ...(rows.length === 0 ? ["  no version changes"] : table(rows)),
    ...stages.flatMap(({ standingBy, switching }, index) => {
      const doing = [
        ...standingBy.map((workload) => `${workload} stands by, and is asked`),
        ...switching.map((workload) => `${workload} is switched`),
      ];
      return doing.length === 0 ? [] : [`  ${String(index + 1)}. ${doing.join("; ")}`];
    }),
  ].join("\n");
}

/** How it ended, in a sentence or two. */
export function resultReport({ reason = "", result, steps }: StagedResult, stack: string, seconds: number): string {
  const took = `after ${seconds.toFixed(1)} s`;
  const changed = steps.length === 1 ? "1 object changed" : `${String(steps.length)} objects changed`;
  switch (result) {
    case "deployed":
      return `${stack} runs these versions ${took}; ${changed}, and its file says so.`;
    case "returned":
      return `${stack} runs what it ran before, ${took}, and its file says so. What failed: ${reason}`;
    case "failed":
      return `${stack} isn't well, ${took}: ${reason}\nMend that and run the same command again, or see rootstock history and rootstock rollback --to N.`;
  }
}
