import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { toolNames } from "./modules";

/** A process of this machine. */
export interface RunningProcess {
  readonly pid: number;
  readonly program: string;
  readonly commandLine: string;
}

async function fromProc(): Promise<RunningProcess[]> {
  const pids = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry));
  const found = await Promise.all(
    pids.map(async (pid) => {
      // A process may end while we look.
      const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      const words = line.split("\0").filter((word) => word !== "");
      return { pid: Number(pid), program: path.basename(words[0] ?? ""), commandLine: words.join(" ") };
    }),
  );
  return found.filter((running) => running.program !== "");
}

async function fromPs(): Promise<RunningProcess[]> {
  const { stdout } = await promisify(execFile)("ps", ["-axww", "-o", "pid=,args="], { maxBuffer: 1 << 26 });
  return stdout.split("\n").flatMap((line) => {
    const [, pid, commandLine] = line.match(/^\s*(\d+)\s+(.*)$/) ?? [];
    if (pid === undefined || commandLine === undefined) return [];
    return [{ pid: Number(pid), program: path.basename(commandLine.split(" ")[0] ?? ""), commandLine }];
  });
}

/** The control plane's programs that run for a directory: all of them name a file below it. */
export async function processesOf(directory: string): Promise<RunningProcess[]> {
  const all = await fromProc().catch(fromPs);
  const below = path.resolve(directory) + path.sep;
  // kwokctl runs kwok under another name.
  const programs = new Set<string>([...toolNames, "kwok-controller"]);
  return all.filter((running) => programs.has(running.program) && running.commandLine.includes(below));
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended already.
  }
}

/**
 * Ends every program of a control plane, and waits until the last is gone. They are killed outright: what they would
 * save is about to be deleted. kwokctl goes first, so that it starts nothing more.
 */
export async function killProcessesOf(directory: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const running = await processesOf(directory);
    if (running.length === 0) return;
    const starters = running.filter((one) => one.program === "kwokctl");
    for (const one of starters.length > 0 ? starters : running) signal(one.pid, "SIGKILL");
    await sleep(30);
  }
  const left = (await processesOf(directory)).map((one) => `${one.program} (${one.pid})`);
  if (left.length > 0) throw new Error(`these processes of ${directory} can't be ended: ${left.join(", ")}`);
}

/**
 * When a process started, in the kernel's own count: tells it from a later one that got the same number. Empty where
 * the system doesn't say.
 */
export async function startTimeOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // Field 22; the program's name, in brackets, may hold blanks.
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

/** Whether the process that was recorded is still the one that runs. */
export async function isAlive(recorded: { readonly pid: number; readonly startTime: string }): Promise<boolean> {
  try {
    process.kill(recorded.pid, 0);
  } catch (error) {
    // A process of another user is alive, too.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  const now = await startTimeOf(recorded.pid);
  return now === "" || recorded.startTime === "" || now === recorded.startTime;
}
