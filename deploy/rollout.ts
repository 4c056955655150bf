import { isDeepStrictEqual } from "node:util";
import { UsageError } from "../components/errors";
import type { StackInput } from "../plan/stack-file";
import { projectName } from "../stacks/config/raw";
import type { Deployed, DeploymentRecord, Engine, RolloutFailure, UpOptions } from "./contract";
import { settingsOf } from "./recording";
import { withVersions } from "./versions";

/** How a deployment ended, and what runs now. */
export type Rollout =
  | { readonly result: "succeeded"; readonly deployed: Deployed }
  | {
      readonly result: "returned";
      readonly failures: readonly RolloutFailure[];
      /** What runs again. */
      readonly to: DeploymentRecord;
      readonly deployed: Deployed;
    }
  | {
      readonly result: "failed";
      readonly failures: readonly RolloutFailure[];
      /** Why it didn't return to an earlier deployment. */
      readonly noReturn: NoReturn;
    };

/** Why there was no return: nothing to go to, the same once more, not wanted, or it failed as well. */
export type NoReturn =
  | { readonly because: "first" }
  | { readonly because: "same" | "unwanted"; readonly lastGood: DeploymentRecord }
  | {
      readonly because: "failed";
      readonly lastGood: DeploymentRecord;
      readonly failures: readonly RolloutFailure[];
    };

/** What {@link rollOut} is told. */
export interface RolloutOptions extends UpOptions {
  /** Return to the last good deployment by itself where this one fails. @default true */
  readonly mayReturn?: boolean;
  /** Says that somebody interrupted it: then nothing is returned to. */
  readonly signal?: AbortSignal;
}

/** The deployment to return to: the latest that succeeded, unless the stack was destroyed since. */
export function lastGood(history: readonly DeploymentRecord[]): DeploymentRecord | undefined {
  const latest = history.find(({ result }) => result === "succeeded");
  return latest?.command === "destroy" ? undefined : latest;
}

/** What no return takes back: secrets, and how often each was changed. A former count would draw yet another value. */
const staying = ["secrets", "secretVersions"].map((name) => `${projectName}:${name}`);

/**
 * The stack as an earlier deployment had it: its settings, with the secrets of now; or its versions alone, where only
 * those were kept.
 */
export function asDeployed(input: StackInput, { settings, versions }: DeploymentRecord): StackInput {
  if (settings === undefined) return withVersions(input, versions);
  const kept = new Set([...input.raw.secretKeys, ...staying]);
  const former = Object.entries(settings).filter(([key]) => !kept.has(key));
  const present = Object.entries(input.raw.values).filter(([key]) => kept.has(key));
  return { ...input, raw: { ...input.raw, values: Object.fromEntries([...former, ...present]) } };
}

/** A setting's value: one engine's history has the keys of a map in their file's order, the other's in the alphabet's. */
const meant = (text: string): unknown => (/^[{[]/.test(text) ? (JSON.parse(text) as unknown) : text);

function sameSettings(input: StackInput, other: StackInput): boolean {
  const settings = (one: StackInput): object =>
    Object.fromEntries(Object.entries(settingsOf(one)).map(([key, text]) => [key, meant(text)]));
  return isDeepStrictEqual(settings(input), settings(other));
}

const sleepKey = `${projectName}:sleep`;

/** Deploys; what stopped it on its way is a failure as well, if it had begun to change the stack. */
async function attempt(
  engine: Pick<Engine, "history" | "kubeconfig" | "up">,
  input: StackInput,
  { mayReturn: _return, signal, ...options }: RolloutOptions,
): Promise<Deployed | readonly RolloutFailure[]> {
  const before = (await engine.history())[0]?.number ?? 0;
  try {
    if (sleepKey in input.raw.values) await (await import("./waking")).wakeStack(engine, input, options.progress);
    const deployed = await engine.up(input, options);
    return deployed.failures.length === 0 ? deployed : deployed.failures;
  } catch (error) {
    if (!(error instanceof UsageError) || signal?.aborted === true) throw error;
    const latest = (await engine.history().catch(() => []))[0];
    if (latest === undefined || latest.number <= before) throw error;
    return [{ what: `stack ${input.stack}`, why: error.message }];
  }
}

/**
 * Deploys a stack, and returns to the last good deployment where it fails: a rollout that didn't get ready, or something
 * that was refused half-way.
 *
 * @throws UsageError where nothing was begun, or somebody interrupted it
 */
export async function rollOut(
  engine: Pick<Engine, "history" | "kubeconfig" | "up">,
  input: StackInput,
  options: RolloutOptions,
): Promise<Rollout> {
  const good = lastGood(await engine.history());
  const outcome = await attempt(engine, input, options);
  if ("steps" in outcome) return { result: "succeeded", deployed: outcome };
  const failed = (noReturn: NoReturn): Rollout => ({ result: "failed", failures: outcome, noReturn });
  if (good === undefined) return failed({ because: "first" });
  const target = asDeployed(input, good);
  if (sameSettings(input, target)) return failed({ because: "same", lastGood: good });
  if (options.mayReturn === false) return failed({ because: "unwanted", lastGood: good });
  const back = await attempt(engine, target, {
    ...options,
    command: "return",
    message: `return to deployment ${String(good.number)}`,
  });
  return "steps" in back
    ? { result: "returned", failures: outcome, to: good, deployed: back }
    : failed({ because: "failed", lastGood: good, failures: back });
}
