import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { UsageError } from "../components/errors";
import { cacheDirectory } from "../rehearsal/control-plane/directories";
import { withLock } from "../rehearsal/control-plane/lock";

const requirements = join(__dirname, "programs/python/requirements.txt");

/** The pinned version of a judge that is a Python program. */
export function pythonVersion(name: string): string {
  const version = new RegExp(`^${name}==(\\S+)`, "m").exec(readFileSync(requirements, "utf8"))?.[1];
  if (version === undefined) throw new Error(`${requirements} doesn't name ${name}`);
  return version;
}

/**
 * The folder of the judges that are Python programs, installed once from `programs/python/requirements.txt`, which names
 * a checksum of every file that may be downloaded. After a change of versions there, write those anew with
 * `uv pip compile --no-deps --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links`.
 *
 * @throws UsageError where they can't be installed
 */
export async function pythonJudges(): Promise<string> {
  const key = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 16);
  const programs = join(cacheDirectory(), "programs");
  const target = join(programs, `python-judges-${key}`);
  const done = join(target, "complete");
  if (existsSync(done)) return join(target, "bin");
  mkdirSync(programs, { recursive: true });
  return withLock(
    `${target}.lock`,
    async () => {
      if (!existsSync(done)) await install(target, done);
      return join(target, "bin");
    },
    () => undefined,
  );
}

async function install(target: string, done: string): Promise<void> {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const run = promisify(execFile);
  try {
    // A virtual environment knows its own path, so it is made where it stays; the mark says that it is whole.
    await run("python3", ["-m", "venv", target]);
    const pinned = ["--no-deps", "--require-hashes", "--requirement", requirements];
    await run(join(target, "bin/pip"), ["install", "--quiet", ...pinned]);
  } catch (error) {
    throw new UsageError(
      `The judges that are Python programs can't be installed: ${String(error).split("\n")[0] ?? ""}`,
    );
  }
  mkdirSync(`${done}.unfinished`);
  renameSync(`${done}.unfinished`, done);
}
