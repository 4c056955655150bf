import type { Drift } from "./contract";

function fieldLines({ by, found, path, since, wanted }: Drift["fields"][number]): string {
  const who = by === undefined ? "" : ` (by ${by}${since === undefined ? "" : `, ${since}`})`;
  return `  ${path}: ${wanted} → ${found}${who}`;
}

/**
 * What was changed by hand, object by object: what the stack says, and what is there.
 *
 * @param asleep Deployments without pods that don't count, because their stack sleeps
 */
export function driftReport(stack: string, drifts: readonly Drift[], asleep: readonly string[] = []): string {
  const slept = asleep.length === 0 ? [] : [`It sleeps: that ${asleep.join(", ")} should have pods doesn't count now.`];
  if (drifts.length === 0) return [`Nothing of stack ${stack} was changed by hand.`, ...slept].join("\n");
  const changed = drifts.filter(({ how }) => how === "changed").length;
  return [
    ...drifts.flatMap(({ fields, how, what }) => [`${what}: ${how}`, ...fields.map(fieldLines)]),
    "",
    `${String(changed)} changed, ${String(drifts.length - changed)} missing. rootstock up puts them back; what shall stay belongs into the stack's configuration.`,
    ...slept,
  ].join("\n");
}
