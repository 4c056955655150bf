import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { UsageError } from "../../components/errors";
import type { Progress } from "./contract";
import { cacheDirectory } from "./directories";
import { buildModule, builtDirectory } from "./go-build";
import type { ToolModule, ToolName } from "./modules";
import { builtKubernetesVersion, controlPlaneModule, minorOf, toolNames } from "./modules";

/** Where each program is. One that is missing here is downloaded by kwokctl. */
export type Binaries = Readonly<Partial<Record<ToolName, string>>>;

/** What is asked of the programs. */
export interface BinariesWanted {
  readonly metricsServer: boolean;
  /** Version of the cluster that is rehearsed, e.g. `1.36`. */
  readonly kubernetesVersion?: string;
}

const versionArguments: Readonly<Partial<Record<ToolName, readonly string[]>>> = {
  kubectl: ["version", "--client"],
  helm: ["version", "--short"],
};

/** Whether a program found on PATH can be used, by what it says of its version. */
export function isRightVersion(tool: ToolName, output: string, kubernetesMinor: string): boolean {
  const version = output.match(/v?(\d+)\.(\d+)(\.\d+)?/);
  const [major, minor] = [Number(version?.[1] ?? Number.NaN), Number(version?.[2] ?? Number.NaN)];
  if (Number.isNaN(major) || Number.isNaN(minor)) return false;
  switch (tool) {
    case "kube-apiserver":
    case "kube-controller-manager":
    case "kube-scheduler":
    case "kubectl":
      return `${major}.${minor}` === kubernetesMinor;
    case "etcd":
      return major === 3 && minor >= 5;
    case "helm":
      return major >= 3;
    case "kwok":
    case "kwokctl":
    case "metrics-server":
      return major === 0 && minor === (tool === "metrics-server" ? 9 : 8);
  }
}

async function onPath(tool: ToolName): Promise<string | undefined> {
  for (const directory of (process.env["PATH"] ?? "").split(path.delimiter)) {
    const file = path.resolve(directory, tool);
    if (directory !== "" && (await isExecutable(file))) return file;
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function usableOnPath(tool: ToolName, kubernetesMinor: string): Promise<string | undefined> {
  const file = await onPath(tool);
  if (file === undefined) return undefined;
  try {
    const { stdout } = await promisify(execFile)(file, [...(versionArguments[tool] ?? ["--version"])], {
      timeout: 10_000,
    });
    return isRightVersion(tool, stdout, kubernetesMinor) ? file : undefined;
  } catch {
    return undefined;
  }
}

async function isGoInstalled(): Promise<boolean> {
  return promisify(execFile)("go", ["version"]).then(
    () => true,
    () => false,
  );
}

/** The programs of a module that are still missing: from the cache, else built. */
async function fromModule(module: ToolModule, missing: readonly ToolName[], progress: Progress): Promise<Binaries> {
  const wanted = missing.filter((tool) => module.packages[tool] !== undefined);
  if (wanted.length === 0) return {};
  const cache = cacheDirectory();
  const cached = builtDirectory(module, cache);
  const inCache = await Promise.all(wanted.map((tool) => isExecutable(path.join(cached, tool))));
  if (!inCache.every(Boolean)) {
    if (!(await isGoInstalled())) return {};
    await buildModule(module, cache, progress);
  }
  return Object.fromEntries(wanted.map((tool) => [tool, path.join(cached, tool)]));
}

/** The sentence for a machine that has no way to get the programs. */
function nothingToRunOn(missing: readonly ToolName[]): UsageError {
  return new UsageError(
    `A rehearsal needs ${missing.join(", ")}: they are neither on PATH nor in the cache, there is no Go to build ` +
      "them with, and nothing to download them with. Install Go 1.26 or newer and run it again, or use " +
      "`npm run plan`, which needs Node alone.",
  );
}

/**
 * Finds every program that a rehearsal runs: on PATH, in the cache, or built from Go modules. What is still missing
 * on a machine without Go is left to kwokctl, which downloads official releases; without kwokctl and helm, which
 * nobody can download for us, there is one clear error.
 */
export async function findBinaries(wanted: BinariesWanted, progress: Progress): Promise<Binaries> {
  const ours = builtKubernetesVersion();
  const minor = minorOf(wanted.kubernetesVersion ?? ours) ?? "";
  const tools = toolNames.filter((tool) => tool !== "metrics-server" || wanted.metricsServer);
  const found: Partial<Record<ToolName, string>> = {};
  await Promise.all(
    tools.map(async (tool) => {
      const file = await usableOnPath(tool, minor);
      if (file !== undefined) found[tool] = file;
    }),
  );
  const missing = (): ToolName[] => tools.filter((tool) => found[tool] === undefined);
  Object.assign(found, await fromModule(controlPlaneModule(), missing(), progress));
  const left = missing();
  if (left.includes("kwokctl") || left.includes("helm")) throw nothingToRunOn(left);
  if (left.length > 0) progress(`kwokctl downloads ${left.join(", ")}`);
  if (minor !== minorOf(ours) && found["kube-apiserver"]?.startsWith(cacheDirectory()) === true) {
    progress(`the cluster runs Kubernetes ${minor}, its rehearsal ${ours}, which is the one that is built here`);
  }
  return found;
}
