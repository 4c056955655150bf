import { table } from "../plan/table";
import { showAge } from "./age";
import type { Trouble } from "./contract";

/** What was found, as a table, and under each line why and what to run. */
export function report(now: Date, troubles: readonly Trouble[], unseen: readonly string[]): string {
  const rows = table(
    troubles.map(({ severity, since, what }) => [
      severity,
      what,
      since === undefined ? "" : `since ${showAge(now, since)}`,
    ]),
    "",
  );
  const found = troubles.flatMap(({ run, why }, index) => [
    rows[index] ?? "",
    `  ${why}`,
    ...run.map((command) => `  $ ${command}`),
    "",
  ]);
  const count = troubles.length;
  return [
    ...found,
    ...unseen.map((sentence) => `Not looked at: ${sentence}`),
    count === 0 ? "Nothing found that anybody gets stuck on." : `${String(count)} found.`,
  ].join("\n");
}
