import { type Sleeping, sleepSentence } from "../deploy/sleeping";
import { table } from "../plan/table";
import { showAge } from "./age";
import type { Trouble } from "./contract";

/** What was found, as a table, and under each line why and what to run; and that the stack sleeps, which is no trouble. */
export function report(now: Date, troubles: readonly Trouble[], unseen: readonly string[], asleep?: Sleeping): string {
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
  const sleep = asleep === undefined ? undefined : sleepSentence(asleep);
  return [
    ...found,
    ...unseen.map((sentence) => `Not looked at: ${sentence}`),
    ...(sleep === undefined ? [] : [sleep]),
    count === 0 ? "Nothing found that anybody gets stuck on." : `${String(count)} found.`,
  ].join("\n");
}
