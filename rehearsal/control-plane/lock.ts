import { mkdir, open, readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, startTimeOf } from "./processes";

const textOf = (file: string): Promise<string> => readFile(file, "utf8").catch(() => "");

function holderIn(text: string): { pid: number; startTime: string } | undefined {
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

/** How long a guard may stand, in milliseconds, before its maker must have died. */
const guardPatience = 10_000;

/**
 * Removes a lock whose holder died, if it is still that one: of several who noticed, a late one must not remove the
 * lock of the first.
 */
async function removeAbandoned(file: string, seen: string): Promise<void> {
  const guard = `${file}.takeover`;
  const handle = await open(guard, "wx").catch(() => undefined);
  if (handle === undefined) {
    const made = await stat(guard).catch(() => undefined);
    if (made !== undefined && Date.now() - made.mtimeMs > guardPatience) await rm(guard, { force: true });
    await sleep(50);
    return;
  }
  try {
    if ((await textOf(file)) === seen) await rm(file, { force: true });
  } finally {
    await handle.close();
    await rm(guard, { force: true });
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
    const text = await textOf(file);
    const owner = holderIn(text);
    // A lock without a holder is one that is being written, or one whose writer died in that very moment.
    unreadable = owner === undefined ? unreadable + 1 : 0;
    const abandoned = owner === undefined ? unreadable > 20 : !(await isAlive(owner));
    if (abandoned) {
      await removeAbandoned(file, text);
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
