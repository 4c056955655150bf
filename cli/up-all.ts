import { join } from "node:path";
import { UsageError } from "../components/errors";
import { interruption } from "../deploy/interruption";
import { stackProcess } from "../deploy/stack-process";
import { runWaves, type WaveProgress } from "../deploy/wave-run";
import { readStacks, type StackInWave } from "../deploy/wave-stacks";
import { waveCounts, waveLine, waveTable } from "../deploy/wave-table";
import { wavesOf } from "../deploy/waves";
import { projectRoot } from "../plan/program";
import { inSteps } from "../plan/steps";
import type { DeployFlags } from "./deploy-command";
import { exitCode } from "./exit-code";

/** What `rootstock up --all` is told. */
export interface UpAllFlags extends DeployFlags {
  /** Names of stacks, with commas. @default all of the project */
  readonly stacks?: string;
  /** @default the stack nearest to development */
  readonly canary?: string;
  /** Most stacks in a wave. @default 4 */
  readonly wave?: number;
  /** Most stacks side by side. @default as many as a wave has */
  readonly parallel?: number;
  /** False for `--no-return`. */
  readonly return?: boolean;
}

const usualWave = 4;

/** A command line's number of stacks. @throws UsageError for anything else */
export function stackCount(flag: string): (text: string) => number {
  return (text) => {
    if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
    throw new UsageError(`${flag} is "${text}"; write a whole number from 1 to 999.`);
  };
}

/** The words by which one stack is deployed, in a process of its own. */
function wordsFor(file: string, flags: UpAllFlags): readonly string[] {
  const texts = { charts: flags.charts, kubeconfig: flags.kubeconfig, message: flags.message, timeout: flags.timeout };
  return [
    ...process.execArgv,
    join(projectRoot, "cli/index.ts"),
    ...["up", "--config", file, "--json"],
    ...Object.entries(texts).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, String(value)])),
    ...(flags.rehearse === true ? ["--rehearse"] : []),
    ...(flags.return === false ? ["--no-return"] : []),
  ];
}

/** @throws UsageError where a flag means many stacks, and one is deployed */
export function refuseManyStacks(flags: UpAllFlags): void {
  for (const flag of ["stacks", "canary", "wave", "parallel"] as const)
    if (flags[flag] !== undefined)
      throw new UsageError(`--${flag} is only for many stacks; add --all, or leave it out.`);
}

/** @throws UsageError where a flag means one stack */
function refuseOneStack(flags: UpAllFlags): void {
  for (const flag of ["env", "system", "cluster", "config"] as const)
    if (flags[flag] !== undefined)
      throw new UsageError(`--all deploys each stack as its file says; leave out --${flag}, or choose with --stacks.`);
}

function document(all: readonly WaveProgress<StackInWave>[], succeeded: boolean): object {
  const stacks = all.map(({ stack: { file, name, versions }, ...rest }) => ({ stack: name, file, versions, ...rest }));
  return { result: succeeded ? "succeeded" : "failed", stacks };
}

/** Deploys many stacks in waves, a canary first; when one fails, no other one is begun. */
export async function upAll(flags: UpAllFlags, signal: AbortSignal): Promise<void> {
  refuseOneStack(flags);
  const size = flags.wave ?? usualWave;
  const stacks = await readStacks(flags.stacks?.split(",").map((name) => name.trim()));
  const waves = wavesOf(stacks, { size, ...(flags.canary === undefined ? {} : { canary: flags.canary }) });
  const interrupted = interruption(signal);
  const title = `${String(stacks.length)} stacks in ${String(waves.length)} waves`;
  const run = (progress: (message: string) => void): Promise<readonly WaveProgress<StackInWave>[]> =>
    runWaves(waves, {
      parallel: flags.parallel ?? size,
      signal,
      deploy: ({ file }) =>
        stackProcess({
          program: process.execPath,
          words: wordsFor(file, flags),
          directory: projectRoot,
          signal: interrupted.stop.signal,
        }),
      onChange: (changed, now) => progress(`${waveLine(changed)}; ${waveCounts(now)}`),
    });
  const [all] = await inSteps([{ title, run }], flags.json).finally(() => {
    interrupted.end();
  });
  const succeeded = all.every(({ state }) => state === "succeeded");
  if (flags.json === true) console.log(JSON.stringify(document(all, succeeded)));
  else console.log(`\n${waveTable(all)}`);
  if (signal.aborted) throw new UsageError("Interrupted; stacks that were not begun are as they were.");
  process.exitCode = succeeded ? exitCode.done : exitCode.failed;
}
