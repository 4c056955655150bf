import { table } from "../plan/table";
import type { WaveProgress, WaveState } from "./wave-run";

/** What a table shows of a stack. */
export interface ShownStack {
  readonly name: string;
  /** Versions in words. */
  readonly versions: string;
}

const widest = { name: 32, versions: 28, reason: 90 } as const;

const signs: Readonly<Record<WaveState, string>> = {
  waiting: "·",
  running: "▸",
  succeeded: "✔",
  failed: "✘",
  stopped: "-",
};

const said: Readonly<Record<WaveState, string>> = {
  waiting: "waits",
  running: "runs",
  succeeded: "succeeded",
  failed: "failed",
  stopped: "not begun",
};

const cut = (text: string, width: number): string => (text.length > width ? `${text.slice(0, width - 1)}…` : text);

/** A text of one line. */
const line = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/** Counts by state, in words: `3 succeeded, 1 failed, 46 not begun`. */
export function waveCounts(all: readonly WaveProgress<ShownStack>[]): string {
  const states: readonly WaveState[] = ["succeeded", "failed", "running", "waiting", "stopped"];
  return states
    .map((state) => ({ state, count: all.filter((progress) => progress.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ count, state }) => `${String(count)} ${said[state]}`)
    .join(", ");
}

/** One stack in a line, for logs: `✔ shop-dev: succeeded in 41 s (v1.2.0)`. */
export function waveLine({ reason, seconds, stack, state }: WaveProgress<ShownStack>): string {
  const time = seconds === undefined ? "" : ` in ${seconds.toFixed(0)} s`;
  const why = reason === undefined ? "" : `: ${line(reason)}`;
  return `${signs[state]} ${stack.name}: ${said[state]}${time} (${stack.versions})${why}`;
}

/** Every stack in a line of bounded width, and below the table in whole what failed. */
export function waveTable(all: readonly WaveProgress<ShownStack>[]): string {
  const rows = all.map(({ reason = "", seconds, stack, state, wave }) => [
    signs[state],
    cut(stack.name, widest.name),
    String(wave),
    said[state],
    cut(stack.versions, widest.versions),
    seconds === undefined ? "" : `${seconds.toFixed(0)} s`,
    cut(line(reason), widest.reason),
  ]);
  const failed = all.filter(({ state }) => state === "failed");
  return [
    ...table([["", "stack", "wave", "state", "versions", "time", "what failed"], ...rows]),
    "",
    ...failed.map(({ reason = "it doesn't say why", stack }) => `${stack.name}: ${reason.trim()}`),
    `${waveCounts(all)}.`,
  ].join("\n");
}
