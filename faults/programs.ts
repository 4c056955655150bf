import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import type { ControlPlane } from "../rehearsal/control-plane/contract";
import { processesOf } from "../rehearsal/control-plane/processes";

/** A program of a control plane, as it was started. */
export interface Program {
  readonly name: string;
  readonly pid: number;
  readonly words: readonly string[];
}

/** Every program that runs. */
export async function programsOf({ directory }: Pick<ControlPlane, "directory">): Promise<readonly Program[]> {
  const running = await processesOf(directory);
  return Promise.all(
    running.map(async ({ pid, program }) => ({
      name: program,
      pid,
      words: (await readFile(`/proc/${String(pid)}/cmdline`, "utf8").catch(() => "")).split("\0").slice(0, -1),
    })),
  );
}

/** One of them. */
export async function programOf(plane: ControlPlane, name: string): Promise<Program> {
  const found = (await programsOf(plane)).find((program) => program.name === name);
  if (found === undefined) throw new Error(`${name} doesn't run`);
  return found;
}

/** Starts a program again, with these words. */
export function startProgram({ directory }: Pick<ControlPlane, "directory">, words: readonly string[]): void {
  const [file = "", ...args] = words;
  spawn(file, args, { cwd: directory, detached: true, stdio: "ignore" }).unref();
}

/**
 * Starts again what ran before and has ended, as a kubelet would: controller manager and scheduler end by themselves when
 * the API server has been away for longer than their leases last.
 *
 * @returns the names of those
 */
export async function revive(plane: ControlPlane, before: readonly Program[]): Promise<readonly string[]> {
  const running = new Set((await programsOf(plane)).map(({ name }) => name));
  const ended = before.filter(({ name, words }) => !running.has(name) && words.length > 0);
  for (const { words } of ended) startProgram(plane, words);
  return ended.map(({ name }) => name);
}
