import { spawn } from "node:child_process";
import { mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { UsageError } from "../../components/errors";
import type { Progress } from "./contract";
import { withLock } from "./lock";
import type { ToolModule } from "./modules";

/** The name that `go build` gives the program of a package: its last part that isn't a version. */
export function executableName(goPackage: string): string {
  const parts = goPackage.split("/").filter((part) => !/^v\d+$/.test(part));
  return parts.at(-1) ?? goPackage;
}

/** One sentence for what stopped a build, from the compiler's output or the file system's error. */
function explainBuildFailure(output: string, directory: string): UsageError {
  if (/no space left on device|ENOSPC|disk quota exceeded/i.test(output)) {
    return new UsageError(
      `The disk is full: building the control plane takes about 3 GB (${directory}, Go's own cache, and the ` +
        "temporary directory). Make room, or point ROOTSTOCK_CACHE, GOCACHE and TMPDIR at another disk; nothing " +
        "half-built was left behind.",
    );
  }
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const reason = lines.findLast((line) => !line.startsWith("go: downloading")) ?? "no message";
  const offline = /dial tcp|no such host|connection refused|i\/o timeout|module lookup disabled|TLS handshake/i.test(
    output,
  );
  const hint = offline
    ? "Go couldn't download a module: the control plane's programs need a Go module proxy or the internet once. "
    : "";
  return new UsageError(
    `The control plane couldn't be built from its Go modules: ${reason.trim()}. ${hint}` +
      "`npm run plan` needs Node alone.",
  );
}

/** Runs `go build` for some packages of a module; progress tells how many packages have been compiled. */
async function goBuild(
  module: ToolModule,
  output: string,
  packages: readonly string[],
  progress: Progress,
): Promise<void> {
  const flags = ["-v", "-trimpath", "-mod=readonly", "-buildvcs=false", "-ldflags", module.linkerFlags.join(" ")];
  const tags = module.buildTags.length === 0 ? [] : ["-tags", module.buildTags.join(",")];
  const child = spawn("go", ["build", ...flags, ...tags, "-o", output + path.sep, ...packages], {
    cwd: module.directory,
    env: { ...process.env, CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  // Whatever ends this process must not leave a compiler running.
  const abandon = (): void => void child.kill();
  process.once("exit", abandon);
  const messages: string[] = [];
  let compiled = 0;
  createInterface({ input: child.stderr }).on("line", (line) => {
    // With -v, each compiled package is a line of its own.
    if (/^[\w.~-]+(\/[\w.~-]+)*$/.test(line)) compiled += 1;
    else messages.push(line);
  });
  const ticker = setInterval(() => {
    progress(`building the control plane from Go modules: ${compiled} packages compiled, this is done once`);
  }, 10_000);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject).on("close", resolve);
    });
    if (code !== 0) throw explainBuildFailure(messages.join("\n"), output);
  } finally {
    clearInterval(ticker);
    process.off("exit", abandon);
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** Builds that were killed leave their folder behind. */
async function removeUnfinished(target: string): Promise<void> {
  const parent = path.dirname(target);
  const left = (await readdir(parent)).filter((entry) => entry.startsWith(`${path.basename(target)}.`));
  const folders = left.filter((entry) => !entry.endsWith(".lock"));
  await Promise.all(folders.map((entry) => rm(path.join(parent, entry), { recursive: true, force: true })));
}

/** The folder that holds a module's programs once they are built. */
export function builtDirectory(module: ToolModule, cache: string): string {
  return path.join(cache, "programs", `${module.name}-${module.key}`);
}

/**
 * Builds every program of a module, unless the cache has them, and returns their folder. The folder appears complete
 * or not at all; two builds at once share one result.
 */
export async function buildModule(module: ToolModule, cache: string, progress: Progress): Promise<string> {
  const target = builtDirectory(module, cache);
  if (await exists(target)) return target;
  try {
    return await withLock(
      `${target}.lock`,
      async () => {
        if (await exists(target)) return target;
        progress(`building ${Object.keys(module.packages).join(", ")} from Go modules: minutes, once`);
        await removeUnfinished(target);
        const unfinished = await mkdtemp(`${target}.`);
        try {
          await goBuild(module, unfinished, Object.values(module.packages), progress);
          for (const [tool, goPackage] of Object.entries(module.packages)) {
            const built = path.join(unfinished, executableName(goPackage));
            if (built !== path.join(unfinished, tool)) await rename(built, path.join(unfinished, tool));
          }
          await rename(unfinished, target);
        } finally {
          await rm(unfinished, { recursive: true, force: true });
        }
        return target;
      },
      (pid) => progress(`process ${pid} is building the control plane already: waiting for it`),
    );
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOSPC") {
      throw explainBuildFailure("ENOSPC", target);
    }
    throw error;
  }
}
