import { table } from "../plan/table";
import type { DeploymentRecord } from "./contract";
import { describeVersions } from "./versions";

const shortCommit = (commit: string): string => commit.replace(/^([0-9a-f]{10})[0-9a-f]*/, "$1");

/** Deployments as a table, and below each what went wrong. */
export function historyLines(records: readonly DeploymentRecord[]): readonly string[] {
  const rows = table(
    records.map(({ by, command, commit, message, number, result, started, versions }) => [
      `#${String(number)}`,
      started.slice(0, 19).replace("T", " "),
      command,
      result,
      describeVersions(versions),
      by,
      commit === undefined ? "" : shortCommit(commit),
      message,
    ]),
  );
  return records.flatMap(({ reason, result }, index) => [
    (rows[index] ?? "").trimEnd(),
    ...(reason === undefined ? [] : [`      ${reason}`]),
    ...(result === "unfinished" && index === 0
      ? ["      nobody saw its end: it runs, or it was killed; rootstock up goes on from there"]
      : []),
  ]);
}

/** A record as scripts get it: its settings are for the way back alone. */
export function publicRecord({ settings: _settings, ...record }: DeploymentRecord): Omit<DeploymentRecord, "settings"> {
  return record;
}
