import { charts } from "../../components/platform/versions";
import { minutesSince } from "../age";
import type { MetadataOnly, Rule, Seen, Trouble } from "../contract";

/** Seconds after which nobody is at work on a release of a chart that we don't know. */
const usualTimeout = 900;

interface Revision {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  readonly status: string;
  readonly since: string | undefined;
}

function revisionOf({ metadata: { creationTimestamp, labels = {}, namespace = "" } }: MetadataOnly): Revision {
  const modified = Number(labels["modifiedAt"]);
  return {
    name: labels["name"] ?? "",
    namespace,
    revision: Number(labels["version"] ?? 0),
    status: labels["status"] ?? "unknown",
    since: modified > 0 ? new Date(modified * 1000).toISOString() : creationTimestamp,
  };
}

function timeoutMinutes(name: string): number {
  const known = Object.values(charts).find(({ release }) => release === name);
  return (known?.timeoutSeconds ?? usualTimeout) / 60;
}

const again = "rootstock up";

/** What ends a state that helm left a release in; undefined for a state that it may stay in. */
function way({ name, namespace, status }: Revision, good: Revision | undefined): readonly string[] | undefined {
  const helm = `helm -n ${namespace}`;
  if (status === "failed") return [`${helm} history ${name}`, again];
  if (status === "uninstalling") return [`${helm} uninstall ${name}`];
  if (!status.startsWith("pending-")) return undefined;
  return good === undefined
    ? [`${helm} uninstall ${name}`, again]
    : [`${helm} rollback ${name} ${String(good.revision)}`, again];
}

function troubleOf(seen: Seen, revisions: readonly Revision[]): readonly Trouble[] {
  const sorted = [...revisions].sort((one, other) => other.revision - one.revision);
  const [latest] = sorted;
  const good = sorted.find(({ status }) => status === "deployed" || status === "superseded");
  const run = latest === undefined ? undefined : way(latest, good);
  if (latest === undefined || run === undefined) return [];
  const { name, namespace, revision, since, status } = latest;
  const mayRun = status !== "failed" && minutesSince(seen, since) < timeoutMinutes(name);
  const why = {
    failed: `revision ${String(revision)} failed`,
    running: `revision ${String(revision)} is ${status}: helm is at work on it, or was killed and locked it`,
    locked: `revision ${String(revision)} is ${status} for longer than it may take: helm was killed, and refuses the release until that is undone`,
  };
  return [
    {
      severity: mayRun ? "warning" : "broken",
      what: `release ${namespace}/${name}`,
      why: why[status === "failed" ? "failed" : mayRun ? "running" : "locked"],
      ...(since === undefined ? {} : { since }),
      run,
    },
  ];
}

/** Helm releases that failed, or that a killed helm has locked. */
export const helmReleases: Rule = (seen) => {
  const revisions = seen.releases.map(revisionOf);
  return [...Map.groupBy(revisions, ({ name, namespace }) => `${namespace}/${name}`).values()].flatMap((same) =>
    troubleOf(seen, same),
  );
};
