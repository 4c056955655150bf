import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { clientOf } from "../rehearsal/control-plane/api";
import type { ControlPlane } from "../rehearsal/control-plane/contract";
import { processesOf } from "../rehearsal/control-plane/processes";
import { isReachable } from "../rehearsal/control-plane/reachable";

interface Program {
  readonly pid: number;
  readonly words: readonly string[];
}

async function programOf({ directory }: ControlPlane, name: string): Promise<Program> {
  const [found] = (await processesOf(directory)).filter(({ program }) => program === name);
  if (found === undefined) throw new Error(`${name} doesn't run`);
  const words = (await readFile(`/proc/${String(found.pid)}/cmdline`, "utf8")).split("\0").slice(0, -1);
  return { pid: found.pid, words };
}

/** Kills the API server and starts it again a while later, as whatever looks after it would. */
export async function restartApiServer(plane: ControlPlane, goneMilliseconds: number): Promise<void> {
  const { pid, words } = await programOf(plane, "kube-apiserver");
  process.kill(pid, "SIGKILL");
  await sleep(goneMilliseconds);
  const [file = "", ...args] = words;
  spawn(file, args, { cwd: plane.directory, detached: true, stdio: "ignore" }).unref();
  const client = clientOf(plane.kubeconfig);
  const until = Date.now() + 60_000;
  while (!(await isReachable(client))) {
    if (Date.now() > until) throw new Error("the API server didn't come back");
    await sleep(100);
  }
}

/** Raises or lifts etcd's alarm that its disk is full: with it, etcd refuses every write, as it does on a full disk. */
export async function fillEtcd(plane: ControlPlane, full: boolean): Promise<void> {
  const { words } = await programOf(plane, "etcd");
  const flag = words.findIndex((word) => word.startsWith("--listen-client-urls"));
  const url = (words[flag]?.split("=")[1] ?? words[flag + 1] ?? "").split(",")[0] ?? "";
  const ask = async (action: string, memberID: string): Promise<unknown> => {
    const address = url.replace("0.0.0.0", "127.0.0.1");
    const body = JSON.stringify({ action, memberID, alarm: "NOSPACE" });
    const answer = await fetch(`${address}/v3/maintenance/alarm`, { method: "POST", body });
    if (!answer.ok) throw new Error(`etcd answered ${String(answer.status)}: ${await answer.text()}`);
    return answer.json();
  };
  const address = url.replace("0.0.0.0", "127.0.0.1");
  const status = (await (await fetch(`${address}/v3/maintenance/status`, { method: "POST", body: "{}" })).json()) as {
    readonly header?: { readonly member_id?: string };
  };
  await ask(full ? "ACTIVATE" : "DEACTIVATE", status.header?.member_id ?? "0");
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
