import { setTimeout as sleep } from "node:timers/promises";
import type { ControlPlane } from "../rehearsal/control-plane/contract";
import { programOf, startProgram } from "./programs";

/** Where etcd listens. */
async function addressOf(plane: ControlPlane): Promise<string> {
  const { words } = await programOf(plane, "etcd");
  const flag = words.findIndex((word) => word.startsWith("--listen-client-urls"));
  const url = (words[flag]?.split("=")[1] ?? words[flag + 1] ?? "").split(",")[0] ?? "";
  return url.replace("0.0.0.0", "127.0.0.1");
}

interface Answer {
  readonly header?: { readonly member_id?: string; readonly revision?: string };
  readonly dbSize?: string;
}

/** Asks etcd itself, past the API server. @throws Error with its words where it refuses */
async function ask(address: string, what: string, body: object = {}): Promise<Answer> {
  const answer = await fetch(`${address}/v3/${what}`, { method: "POST", body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`etcd answered ${String(answer.status)}: ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

async function setAlarm(address: string, action: "ACTIVATE" | "DEACTIVATE"): Promise<void> {
  const { header } = await ask(address, "maintenance/status");
  await ask(address, "maintenance/alarm", { action, memberID: header?.member_id ?? "0", alarm: "NOSPACE" });
}

/** Raises or lifts etcd's alarm that its disk is full: with it, etcd refuses every write, as it does on a full disk. */
export async function fillEtcd(plane: ControlPlane, full: boolean): Promise<void> {
  await setAlarm(await addressOf(plane), full ? "ACTIVATE" : "DEACTIVATE");
}

/** Room that a limited etcd has for more, in bytes. */
const room = 16 * 1024 * 1024;

/** What takes its room, in bytes: just below the largest value that etcd takes. */
const junkSize = 1024 * 1024;

const base64 = (text: string): string => Buffer.from(text).toString("base64");

const quota = "--quota-backend-bytes";

/** Restarts etcd, with these words; waits until it answers. */
async function restartEtcd(
  plane: ControlPlane,
  wordsOf: (words: readonly string[]) => readonly string[],
): Promise<void> {
  const address = await addressOf(plane);
  const { pid, words } = await programOf(plane, "etcd");
  process.kill(pid, "SIGTERM");
  const until = Date.now() + 60_000;
  while ((await programOf(plane, "etcd").catch(() => undefined)) !== undefined) {
    if (Date.now() > until) throw new Error("etcd doesn't end");
    await sleep(100);
  }
  startProgram(plane, wordsOf(words));
  while ((await ask(address, "maintenance/status").catch(() => undefined)) === undefined) {
    if (Date.now() > until) throw new Error("etcd doesn't come back");
    await sleep(100);
  }
}

/** Gives etcd a small quota, as a small disk would. */
export async function limitEtcd(plane: ControlPlane): Promise<void> {
  const { dbSize = "0" } = await ask(await addressOf(plane), "maintenance/status");
  await restartEtcd(plane, (words) => [...words, `${quota}=${String(Number(dbSize) + room)}`]);
}

/** Takes all the room that a limited etcd has, until it raises its alarm itself. */
export async function useUpEtcd(plane: ControlPlane): Promise<void> {
  const address = await addressOf(plane);
  const value = base64("x".repeat(junkSize));
  for (let index = 0; index < 200; index += 1) {
    try {
      await ask(address, "kv/put", { key: base64(`/junk/${String(index)}`), value });
    } catch (error) {
      if (/space exceeded/.test(String(error))) return;
      throw error;
    }
  }
  throw new Error("etcd took everything, though its quota is small");
}

/** Makes room as the sentence about a full store says: compact, defragment, disarm; and lifts the quota. */
export async function makeRoom(plane: ControlPlane): Promise<void> {
  const address = await addressOf(plane);
  await ask(address, "kv/deleterange", { key: base64("/junk/"), range_end: base64("/junk0") });
  const { header } = await ask(address, "maintenance/status");
  await ask(address, "kv/compaction", { revision: header?.revision ?? "1", physical: true });
  await ask(address, "maintenance/defragment");
  await setAlarm(address, "DEACTIVATE");
  await restartEtcd(plane, (words) => words.filter((word) => !word.startsWith(quota)));
}
