import { mkdir, open, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, startTimeOf } from "./processes";

async function holder(file: string): Promise<{ pid: number; startTime: string } | undefined> {
  const text = await readFile(file, "utf8").catch(() => "");
  const [pid = "", startTime = ""] = text.split(" ");
  return /^\d+$/.test(pid) ? { pid: Number(pid), startTime } : undefined;
}

async function tryLock(file: string): Promise<boolean> {
  try {
    const handle = await open(file, "wx");
    try {
      await handle.writeFile(`${process.pid} ${await startTimeOf(process.pid)}`);
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Does something while no other process does the same: waits for a lock file, and takes over the lock of a process
 * that died.
 */
export async function withLock<Result>(
  file: string,
  action: () => Promise<Result>,
  onWait: (pid: number) => void = () => undefined,
): Promise<Result> {
  await mkdir(path.dirname(file), { recursive: true });
  let told = false;
  let unreadable = 0;
  while (!(await tryLock(file))) {
    const owner = await holder(file);
    // A lock without a holder is one that is being written, or one whose writer died in that very moment.
    unreadable = owner === undefined ? unreadable + 1 : 0;
    const abandoned = owner === undefined ? unreadable > 20 : !(await isAlive(owner));
    if (abandoned) {
      await rm(file, { force: true });
      continue;
    }
    if (!told && owner !== undefined) onWait(owner.pid);
    told = told || owner !== undefined;
    await sleep(200);
  }
  try {
    return await action();
  } finally {
    await rm(file, { force: true });
  }
}
