import { clockText, sleepHours } from "../components/application/sleep-clock";
import { parseConfig, type StackConfig } from "../stacks/config/parse";
import type { Engine } from "./contract";
import { Sleepers } from "./waking";

/** Minutes after the hour in which the job that wakes everybody may still be at it. */
const wakingMinutes = 10;

/** A stack of which some Deployments have no pods, though they have some by day. */
export interface Sleeping {
  readonly stack: string;
  readonly namespace: string;
  /** Names of the Deployments. */
  readonly deployments: readonly string[];
  /** ISO 8601: when it is woken; undefined where its schedule says that it is awake. */
  readonly until?: string;
  /** When it is woken, or when it should have been, as people of its time zone read it. */
  readonly clock: string;
}

/** What tells whether a stack's schedule lets it sleep. */
type Schedule = Pick<StackConfig, "sleep">;

/** Whether a stack's Deployments may have no pods now, by its schedule. */
export function maySleep({ sleep }: Schedule, now: Date): boolean {
  if (sleep === undefined) return false;
  const { asleep, since } = sleepHours(sleep, now);
  return asleep || now.getTime() - since.getTime() < wakingMinutes * 60_000;
}

/** How a stack sleeps whose Deployments of these names have no pods; undefined where nobody does, or it never sleeps. */
export function sleepingOf(
  stack: string,
  { application: { namespace }, sleep }: Pick<StackConfig, "application" | "sleep">,
  deployments: readonly string[],
  now: Date,
): Sleeping | undefined {
  if (sleep === undefined || deployments.length === 0) return undefined;
  const { asleep, since, until } = sleepHours(sleep, now);
  const wakes = asleep ? until : since;
  return {
    stack,
    namespace,
    deployments,
    ...(maySleep({ sleep }, now) ? { until: wakes.toISOString() } : {}),
    clock: clockText(wakes, sleep.timeZone),
  };
}

/**
 * How a stack sleeps; undefined where it is awake, or never sleeps. The cluster of one that never sleeps isn't asked.
 *
 * @throws UsageError where the API server doesn't answer
 */
export async function sleeping(engine: Pick<Engine, "input" | "kubeconfig">, now: Date): Promise<Sleeping | undefined> {
  const { raw, stack } = engine.input;
  const config = await parseConfig(raw);
  const kubeconfig = config.sleep === undefined ? undefined : await engine.kubeconfig();
  if (kubeconfig === undefined) return undefined;
  const asleep = await new Sleepers(kubeconfig, config.application).asleep();
  return sleepingOf(
    stack,
    config,
    asleep.map(({ name }) => name),
    now,
  );
}

/** The command that wakes a stack until the next evening. */
export function wakeCommand({ namespace }: Sleeping): string {
  return `kubectl -n ${namespace} create job wake-now --from=cronjob/wake`;
}

/** That a stack sleeps, until when, and what wakes it, in a sentence; undefined where it should be awake. */
export function sleepSentence(asleep: Sleeping): string | undefined {
  const { clock, deployments, stack, until } = asleep;
  if (until === undefined) return undefined;
  return `Stack ${stack} sleeps until ${clock}: ${deployments.join(", ")} ${deployments.length === 1 ? "has" : "have"} no pods, as its schedule wants. To wake it before, run rootstock up, or: ${wakeCommand(asleep)}`;
}
