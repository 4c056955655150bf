import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { isAlive, startTimeOf } from "./processes";

const record = z.object({
  pid: z.number(),
  startTime: z.string(),
  /** A kept control plane outlives its owner. */
  kept: z.boolean(),
});

/** Who a control plane belongs to; the file `owner.json` of its directory. */
export type Owner = Readonly<z.infer<typeof record>>;

/** What can be done with a directory that is found. */
export type Standing = "in use" | "kept" | "abandoned";

/** Reads the owner; a directory without one was left in the very moment of its creation. */
export async function readOwner(directory: string): Promise<Owner | undefined> {
  const text = await readFile(path.join(directory, "owner.json"), "utf8").catch(() => undefined);
  return text === undefined ? undefined : record.parse(JSON.parse(text));
}

/** Makes this process the owner. */
export async function writeOwner(directory: string, kept: boolean): Promise<void> {
  const owner: Owner = { pid: process.pid, startTime: await startTimeOf(process.pid), kept };
  const file = path.join(directory, "owner.json");
  await writeFile(`${file}.new`, JSON.stringify(owner));
  await rename(`${file}.new`, file);
}

/** Makes a kept control plane nobody's, so that the next run may take it up. */
export async function disown(directory: string): Promise<void> {
  const file = path.join(directory, "owner.json");
  const nobody: Owner = { pid: 0, startTime: "", kept: true };
  await writeFile(`${file}.new`, JSON.stringify(nobody));
  await rename(`${file}.new`, file);
}

/** What a directory is. */
export async function standingOf(owner: Owner | undefined): Promise<Standing> {
  if (owner === undefined) return "abandoned";
  if (owner.pid !== 0 && (await isAlive(owner))) return "in use";
  return owner.kept ? "kept" : "abandoned";
}
