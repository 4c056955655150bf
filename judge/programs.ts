import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { UsageError } from "../components/errors";
import { cacheDirectory } from "../rehearsal/control-plane/directories";
import { buildModule } from "../rehearsal/control-plane/go-build";
import { toolModule } from "../rehearsal/control-plane/modules";

/** Judges that are Go programs, by their package; the versions are in `programs/<judge>/go.mod`. */
const goPackages = {
  "kube-score": "github.com/zegl/kube-score/cmd/kube-score",
  actionlint: "github.com/rhysd/actionlint/cmd/actionlint",
  gitleaks: "github.com/zricethezav/gitleaks/v8",
} as const;

/** One of the judges that are built from Go modules. */
export type GoJudge = keyof typeof goPackages;

/** The path of a judge's program, built once. */
export async function goJudge(name: GoJudge): Promise<string> {
  const module = toolModule(join(__dirname, "programs", name), { [name]: goPackages[name] }, () => []);
  return join(await buildModule(module, cacheDirectory(), () => undefined), name);
}

/** The folder of the judges that are Python programs, installed once from `programs/python/requirements.txt`. */
export async function pythonJudges(): Promise<string> {
  const requirements = join(__dirname, "programs/python/requirements.txt");
  const key = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 16);
  const target = join(cacheDirectory(), "programs", `python-judges-${key}`);
  const done = join(target, "complete");
  if (existsSync(done)) return join(target, "bin");
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const run = promisify(execFile);
  try {
    // A virtual environment knows its own path, so it is made where it stays; the mark says that it is whole.
    await run("python3", ["-m", "venv", target]);
    await run(join(target, "bin/pip"), ["install", "--quiet", "--no-deps", "--requirement", requirements]);
  } catch (error) {
    throw new UsageError(
      `The judges that are Python programs can't be installed: ${String(error).split("\n")[0] ?? ""}`,
    );
  }
  mkdirSync(`${done}.unfinished`);
  renameSync(`${done}.unfinished`, done);
  return join(target, "bin");
}

/** What a judge prints, whatever its exit code: most of them fail where they find something. */
export function outputOf(program: string, args: readonly string[], cwd?: string): string {
  const { stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: "utf8", maxBuffer: 2 ** 29 });
  if (error !== undefined) throw error;
  if (stdout.trim() === "") throw new Error(`${program} printed nothing but: ${stderr.slice(0, 500)}`);
  return stdout;
}
