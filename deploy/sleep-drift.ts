import { sleepersOf } from "../components/application/sleep";
import type { StackConfig } from "../stacks/config/parse";
import type { Drift } from "./contract";
import { maySleep } from "./sleeping";

/** Drift beside sleep, and whose sleep was found. */
export interface DriftBesideSleep {
  readonly drift: readonly Drift[];
  /** Names of Deployments that have no pods because their stack sleeps. */
  readonly asleep: readonly string[];
}

/**
 * Drift without what the job that sends a stack to sleep does: no pods of a Deployment that sleeps, at an hour at which
 * it may. Any other number, at any other hour, or of anybody else is somebody's work, and stays.
 */
export function besideSleep(
  found: readonly Drift[],
  { application, sleep }: Pick<StackConfig, "application" | "sleep">,
  now: Date,
): DriftBesideSleep {
  if (sleep === undefined || !maySleep({ sleep }, now)) return { drift: found, asleep: [] };
  const names = new Map(
    sleepersOf(application).map(({ name }) => [`deployment ${application.namespace}/${name}`, name]),
  );
  const asleep: string[] = [];
  const drift = found.flatMap((one): readonly Drift[] => {
    const name = names.get(one.what);
    const isSlept = one.fields.some(({ found: pods, path }) => path === "spec.replicas" && pods === "0");
    if (name === undefined || !isSlept) return [one];
    asleep.push(name);
    const fields = one.fields.filter(({ path }) => path !== "spec.replicas");
    return fields.length === 0 ? [] : [{ ...one, fields }];
  });
  return { drift, asleep };
}
