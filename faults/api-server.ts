import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { clientOf } from "../rehearsal/control-plane/api";
import type { ControlPlane } from "../rehearsal/control-plane/contract";
import { isReachable } from "../rehearsal/control-plane/reachable";
import { programOf, startProgram } from "./programs";

/** Kills the API server and starts it again a while later, as whatever looks after it would. */
export async function restartApiServer(plane: ControlPlane, goneMilliseconds: number): Promise<void> {
  const { pid, words } = await programOf(plane, "kube-apiserver");
  process.kill(pid, "SIGKILL");
  await sleep(goneMilliseconds);
  startProgram(plane, words);
  const client = clientOf(plane.kubeconfig);
  const until = Date.now() + 60_000;
  while (!(await isReachable(client))) {
    if (Date.now() > until) throw new Error("the API server didn't come back");
    await sleep(100);
  }
}

/** Kills every helm that this process runs; says how many there were. */
export async function killHelm(): Promise<number> {
  const own = (await readFile(`/proc/${String(process.pid)}/task/${String(process.pid)}/children`, "utf8"))
    .split(" ")
    .filter((pid) => pid !== "");
  let killed = 0;
  for (const pid of own) {
    const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
    if (name.trim() !== "helm") continue;
    process.kill(Number(pid), "SIGKILL");
    killed += 1;
  }
  return killed;
}
