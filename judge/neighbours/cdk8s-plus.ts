import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { UsageError } from "../../components/errors";
import { cacheDirectory } from "../../rehearsal/control-plane/directories";
import type { Manifests } from "../contract";
import { comparedServices } from "./compared";

const run = promisify(execFile);
const source = resolve(__dirname, "../programs/cdk8s");
const lists = ["package.json", "package-lock.json"];

/** The folder of cdk8s's packages, installed once as their lock file says, and without their scripts. */
async function packages(): Promise<string> {
  const hash = createHash("sha256");
  for (const file of lists) hash.update(readFileSync(join(source, file)));
  const programs = join(cacheDirectory(), "programs");
  const target = join(programs, `cdk8s-${hash.digest("hex").slice(0, 16)}`);
  if (existsSync(target)) return target;
  mkdirSync(programs, { recursive: true });
  const unfinished = mkdtempSync(`${target}.`);
  try {
    for (const file of lists) copyFileSync(join(source, file), join(unfinished, file));
    await run("npm", ["ci", "--ignore-scripts"], { cwd: unfinished });
    if (!existsSync(target)) renameSync(unfinished, target);
  } catch (error) {
    throw new UsageError(`cdk8s can't be installed: ${String(error).split("\n")[0] ?? ""}`);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return target;
}

/** What is compared as cdk8s-plus makes it with its defaults. */
export async function cdk8sPlus(directory: string): Promise<Manifests> {
  const folder = join(directory, "cdk8s-plus");
  const program = join(source, "services.cjs");
  await run(process.execPath, [program, JSON.stringify(comparedServices), folder], { cwd: await packages() });
  const { dependencies } = JSON.parse(readFileSync(join(source, "package.json"), "utf8")) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const [name = "", version = ""] = Object.entries(dependencies).find(([key]) => key.startsWith("cdk8s-plus")) ?? [];
  return { folder, place: { system: `${name} ${version}` } };
}
