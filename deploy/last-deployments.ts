import { UsageError } from "../components/errors";
import type { DeploymentRecord, Versions } from "./contract";
import { lastGood } from "./rollout";
import { sameVersions } from "./version-changes";
import { describeVersions } from "./versions";

/** Deployments of a stack, latest first. */
type History = readonly DeploymentRecord[];

/** A deployment in a few words: `deployment 7 (promote, v1.5.0)`. */
export function describeDeployment({ command, number, versions }: DeploymentRecord): string {
  return `deployment ${String(number)} (${command}, ${describeVersions(versions)})`;
}

/** Deployments since the stack was last destroyed. */
function sinceDestroyed(history: History): History {
  const destroyed = history.findIndex(({ command, result }) => command === "destroy" && result === "succeeded");
  return destroyed < 0 ? history : history.slice(0, destroyed);
}

/** What {@link running} is told. */
export interface RunningOptions {
  readonly stack: string;
  /** Take the last good deployment, whatever came after it. @default false */
  readonly anyway?: boolean;
}

/**
 * The deployment whose versions run.
 *
 * @throws UsageError where nothing runs, or nobody can tell: the last deployment failed or has no end
 */
export function running(history: History, { anyway = false, stack }: RunningOptions): DeploymentRecord {
  const [last] = sinceDestroyed(history);
  const good = lastGood(history);
  if (last === undefined || good === undefined) {
    throw new UsageError(
      last !== undefined
        ? `No deployment of ${stack} has succeeded yet; mend it and run rootstock up first.`
        : history.length === 0
          ? `${stack} was never deployed; run rootstock up first.`
          : `${stack} was destroyed; run rootstock up first.`,
    );
  }
  if (last === good || anyway) return good;
  const ended = last.result === "failed" ? `failed (${last.reason ?? "for reasons unknown"})` : "has no end";
  throw new UsageError(
    `The last deployment of ${stack}, ${describeDeployment(last)}, ${ended}, so nobody can tell what runs; run rootstock up first, or add --anyway to take ${describeDeployment(good)}, which was the last to succeed.`,
  );
}

/** The deployment that ran the same before the last one, where the last one went back to it. */
function wentBackTo([last, ...earlier]: History): History {
  if (last === undefined || (last.command !== "rollback" && last.command !== "return")) return earlier;
  const at = earlier.findIndex(
    ({ result, versions }) => result === "succeeded" && sameVersions(versions, last.versions),
  );
  return at < 0 ? earlier : wentBackTo(earlier.slice(at));
}

/** What {@link rollbackTarget} is told. */
export interface RollbackOptions {
  readonly stack: string;
  /** Number of the deployment to go back to. @default the last good one that served something else */
  readonly to?: number;
  /** What users get of versions: what differs in nothing else isn't worth going back to. */
  readonly served: (versions: Versions) => Versions;
}

/** The numbers of deployments that somebody may go back to, for a message. */
function numbers(records: History): string {
  return records
    .filter(({ command, result }) => result === "succeeded" && command !== "destroy")
    .map(({ number }) => String(number))
    .join(", ");
}

/**
 * The deployment that a rollback goes back to. Two rollbacks in a row go back twice, not back and forth; one that was
 * interrupted or failed is taken up again.
 *
 * @throws UsageError where there is no such deployment
 */
export function rollbackTarget(all: History, { served, stack, to }: RollbackOptions): DeploymentRecord {
  const history = sinceDestroyed(all);
  const [last] = history;
  if (last === undefined) {
    throw new UsageError(
      `${stack} ${all.length === 0 ? "was never deployed" : "was destroyed"}, so there is nothing to roll back; run rootstock up first.`,
    );
  }
  if (to !== undefined) {
    const found = history.find(({ number }) => number === to);
    if (found?.result === "succeeded") return found;
    throw new UsageError(
      `--to is ${String(to)}, ${found === undefined ? "which is no deployment that is remembered" : "which didn't succeed"}; choose one of ${numbers(history)} (rootstock history lists them).`,
    );
  }
  const unchanged = served(last.versions);
  if (last.command === "rollback" && last.result !== "succeeded") {
    const meant = history.find(
      ({ result, versions }) => result === "succeeded" && sameVersions(served(versions), unchanged),
    );
    if (meant !== undefined) return meant;
  }
  const found = wentBackTo(history).find(
    ({ result, versions }) => result === "succeeded" && !sameVersions(served(versions), unchanged),
  );
  if (found !== undefined) return found;
  throw new UsageError(
    `There is nothing to go back to: no earlier deployment of ${stack} that is remembered ran anything else than ${describeVersions(last.versions)}.`,
  );
}
