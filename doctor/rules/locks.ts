import { minutesSince } from "../age";
import type { Rule, Seen, Trouble } from "../contract";

/** Minutes after which nobody is at work on a deployment any more. */
const longestDeployment = 120;

/** A deployment whose end nobody saw: it is under way, or its process was killed and left the stack locked. */
function unfinished(seen: Seen): readonly Trouble[] {
  const [latest] = seen.history;
  if (latest?.result !== "unfinished") return [];
  const mayRun = minutesSince(seen, latest.started) < longestDeployment;
  return [
    {
      severity: mayRun ? "warning" : "broken",
      what: `deployment ${String(latest.number)} (${latest.command})`,
      why: `${latest.by} started it, and nobody saw its end: it is under way, or was killed${seen.engine === "pulumi" ? " and left the stack locked" : ""}`,
      since: latest.started,
      run: seen.engine === "pulumi" ? ["pulumi cancel", "pulumi refresh", "rootstock up"] : ["rootstock up --rehearse"],
    },
  ];
}

/** Leases of rehearsals that nobody renews. */
function abandonedLeases(seen: Seen): readonly Trouble[] {
  return seen.leases.flatMap(({ metadata, spec }): readonly Trouble[] => {
    const { name = "", namespace = "" } = metadata ?? {};
    if (!name.startsWith("rootstock-")) return [];
    const minutes = minutesSince(seen, spec?.renewTime);
    if (minutes * 60 <= (spec?.leaseDurationSeconds ?? 60)) return [];
    const [host = "", pid = ""] = (spec?.holderIdentity ?? "").split("_");
    return [
      {
        severity: "note",
        what: `lease ${namespace}/${name}`,
        why: `process ${pid} on ${host} held the stack and doesn't renew it any more; the next run takes it over by itself`,
        ...(spec?.renewTime === undefined ? {} : { since: spec.renewTime }),
        run: [`kubectl -n ${namespace} delete lease ${name}`],
      },
    ];
  });
}

/** Locks that somebody left behind. */
export const locks: Rule = (seen) => [...unfinished(seen), ...abandonedLeases(seen)];
