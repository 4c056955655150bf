import type { Drift } from "./contract";
import { nothing } from "./object-drift";

function fieldLines({ by, found, path, since, wanted }: Drift["fields"][number]): string {
  const who = by === undefined ? "" : ` (by ${by}${since === undefined ? "" : `, ${since}`})`;
  return `  ${path}: ${wanted} → ${found}${who}`;
}

const ofRelease = /\(release (\S+)\/(\S+)\)$/;

/** What to run: a stack puts back what it sets itself, and helm what it installed. */
function advice(drifts: readonly Drift[]): readonly string[] {
  const own = drifts.filter(({ what }) => !ofRelease.test(what));
  const added = drifts.some(({ fields }) => fields.some(({ wanted }) => wanted === nothing));
  const releases = new Set(
    drifts.flatMap(({ what }) => {
      const [, namespace, name] = ofRelease.exec(what) ?? [];
      return namespace === undefined || name === undefined ? [] : [`-n ${namespace} ${name}`];
    }),
  );
  return [
    ...(own.length === 0 ? [] : ["rootstock up --take-back puts back what the stack itself sets."]),
    ...[...releases].map(
      (release) =>
        `helm history ${release} tells the latest revision, and helm rollback ${release} REVISION puts back what that installed.`,
    ),
    ...(added ? [`Fields of which the stack says ${nothing} stay until somebody removes them.`] : []),
  ];
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
    `${String(changed)} changed, ${String(drifts.length - changed)} missing. What shall stay belongs into the stack's configuration.`,
    ...advice(drifts),
    ...slept,
  ].join("\n");
}
