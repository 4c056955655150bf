import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Usage } from "./usage";

/** What one run of a command cost. */
export interface Cost extends Usage {
  /** Seconds from start to end. */
  readonly wall: number;
}

/** A script of this project and its arguments. */
export type Script = readonly [file: string, ...args: string[]];

const root = resolve(__dirname, "..");

/**
 * Runs a script in a fresh process, as the commands of `package.json` do.
 *
 * @throws Error with what the script wrote when it fails
 */
export function execute([file, ...args]: Script): { readonly cost: Cost; readonly output: string } {
  const directory = mkdtempSync(join(tmpdir(), "rootstock-bench-"));
  const usageFile = join(directory, "usage.json");
  try {
    const started = performance.now();
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", "--import", resolve(root, "bench/usage.ts"), resolve(root, file), ...args],
      { cwd: root, encoding: "utf8", maxBuffer: 64 * 2 ** 20, env: { ...process.env, BENCH_USAGE: usageFile } },
    );
    const wall = (performance.now() - started) / 1000;
    if (status !== 0) throw new Error(`${[file, ...args].join(" ")} ended with ${String(status)}:\n${stderr}`);
    return { cost: { wall, ...(JSON.parse(readFileSync(usageFile, "utf8")) as Usage) }, output: stdout };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** What one run of a script costs. */
export function run(script: Script): Cost {
  return execute(script).cost;
}

/** Costs of two scripts, run in turn: what slows the machine down slows both. */
export interface Pairs {
  readonly ours: readonly Cost[];
  readonly theirs: readonly Cost[];
}

/** Runs two scripts in turn, A B B A A B …, after one run of each that doesn't count. */
export function runPairs(ours: Script, theirs: Script, count: number): Pairs {
  run(ours);
  run(theirs);
  const pairs: { ours: Cost; theirs: Cost }[] = [];
  for (let index = 0; index < count; index += 1) {
    if (index % 2 === 0) pairs.push({ ours: run(ours), theirs: run(theirs) });
    else {
      const first = run(theirs);
      pairs.push({ ours: run(ours), theirs: first });
    }
  }
  return { ours: pairs.map((pair) => pair.ours), theirs: pairs.map((pair) => pair.theirs) };
}

/** The middle value; between the two middle ones where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

/** Median of the ratios of pairs. */
export function medianRatio({ ours, theirs }: Pairs, figure: keyof Cost): number {
  return median(ours.map((cost, index) => cost[figure] / (theirs[index]?.[figure] ?? Number.NaN)));
}
