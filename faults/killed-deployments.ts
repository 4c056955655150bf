import { setTimeout as sleep } from "node:timers/promises";
import { exitCode } from "../cli/exit-code";
import type { DeploymentRecord } from "../deploy/contract";
import { describeVersions } from "../deploy/versions";
import { removeControlPlane } from "../rehearsal/control-plane/control-plane";
import type { Arena, Spawned } from "./arena";
import type { Chance } from "./chance";
import type { Disturbance } from "./disturbance";

/** The moments, in milliseconds, at which a deployment is stopped: from before it has read its file to after its end. */
const moments = { first: 400, last: 9_000 };

/** Stops a deployment at some moment; says whether it was still there. */
export async function stop({ child, ended }: Spawned, signal: NodeJS.Signals, chance: Chance): Promise<boolean> {
  await Promise.race([sleep(chance.between(moments.first, moments.last)), ended]);
  return child.exitCode === null && child.kill(signal);
}

/** What a history must not be: with gaps or doubles, or without the deployment that has just ended. */
export function historyFaults(
  history: readonly DeploymentRecord[],
  before: number,
  latest: Pick<DeploymentRecord, "command" | "result"> & { readonly tag: string },
): readonly string[] {
  const [last] = history;
  const numbers = history.map(({ number }) => number);
  const begun = numbers.length - before;
  const told = last === undefined ? "nothing" : `${last.command} ${describeVersions(last.versions)} ${last.result}`;
  const wanted = `${latest.command} ${latest.tag} ${latest.result}`;
  return [
    ...(numbers.every((number, index) => number === numbers.length - index)
      ? []
      : [`the history isn't numbered one by one: ${numbers.join(", ")}`]),
    ...(told === wanted ? [] : [`the history ends with "${told}", not "${wanted}"`]),
    ...(begun >= 1 && begun <= 4 ? [] : [`two runs left ${String(begun)} records`]),
  ];
}

/** `rootstock up` gets a signal at any moment; run again, it completes. */
export function upStopped(signal: NodeJS.Signals): Disturbance {
  return async (arena, tag, chance) => {
    const before = (await arena.history()).length;
    const first = arena.up(tag);
    const sent = await stop(first, signal, chance);
    const stopped = await first.ended;
    const again = await arena.up(tag).ended;
    const findings = again.ok ? [] : [`up, run again, didn't complete: ${again.said}`];
    if (
      sent &&
      signal === "SIGINT" &&
      stopped.code === exitCode.interrupted &&
      !/Run the same command again/.test(stopped.output)
    )
      findings.push(`an interrupted up doesn't say what to do: ${stopped.said}`);
    if (
      sent &&
      signal === "SIGINT" &&
      ![exitCode.interrupted, exitCode.done, undefined].some((code) => code === stopped.code)
    )
      findings.push(`an interrupted up ended with exit code ${String(stopped.code)}: ${stopped.said}`);
    findings.push(...historyFaults(await arena.history(), before, { command: "up", tag, result: "succeeded" }));
    return { endings: [again], faults: sent ? 1 : 0, findings };
  };
}

/** Deploys something good first, so that a rollout that fails has something to return to. */
export async function withGood(arena: Arena, tag: string): Promise<readonly string[]> {
  const good = await arena.up(tag).ended;
  return good.ok ? [] : [`up didn't complete before anything was disturbed: ${good.said}`];
}

/** A rollout that fails and returns is killed at any moment; run again, it fails and returns. */
export const failingUpKilled: Disturbance = async (arena, tag, chance) => {
  const findings = [...(await withGood(arena, tag))];
  const before = (await arena.history()).length;
  const failing = `${tag}-never-ready`;
  const first = arena.up(failing);
  const sent = await stop(first, "SIGKILL", chance);
  await first.ended;
  const { code, puzzling, said } = await arena.up(failing).ended;
  if (code !== exitCode.returned)
    findings.push(`a failing up, run again, ended with exit code ${String(code)}: ${said}`);
  if (puzzling) findings.push(`told as nobody understands it: ${said}`);
  findings.push(...historyFaults(await arena.history(), before, { command: "return", tag, result: "succeeded" }));
  return { endings: [], faults: sent ? 1 : 0, findings };
};

/** `rootstock up` on a control plane of its own is stopped at any moment, then run again, twice: the last changes nothing. */
export const keptUpKilled: Disturbance = async (arena, tag, chance) => {
  const findings: string[] = [];
  try {
    const first = arena.up(tag, true);
    const sent = await stop(first, chance.of(["SIGKILL", "SIGINT", "SIGTERM"]), chance);
    await first.ended;
    const again = await arena.up(tag, true).ended;
    if (!again.ok) findings.push(`a stopped up on its own control plane isn't made up for: ${again.said}`);
    const third = await arena.up(tag, true).ended;
    if (!/: 0 created, 0 changed, \d+ unchanged, 0 removed/.test(third.output))
      findings.push(`an up after a stopped and a good one still had something to do: ${third.said}`);
    return { endings: [], faults: sent ? 1 : 0, findings };
  } finally {
    await removeControlPlane(`rehearsal-${arena.stack}`);
  }
};
