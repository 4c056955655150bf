import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Mutant } from "./contract";

/** Something that may notice a mutant: it tells what it noticed, or undefined. */
export interface Catcher {
  readonly name: string;
  readonly look: (directory: string, mutant: Mutant) => Promise<string | undefined>;
}

/** How long one look may take, in milliseconds. */
const patience = 15 * 60_000;

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

function run(directory: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", ...args], {
      cwd: directory,
      timeout: patience,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const hear = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("error", reject).on("close", (code) => {
      resolve({ code, output });
    });
  });
}

interface MochaReport {
  readonly failures: readonly { readonly fullTitle: string; readonly file: string }[];
}

/** The first test of some specs that fails, or that they can't even be loaded. @throws Error where they are cut off */
async function firstFailure(directory: string, specs: readonly string[]): Promise<string | undefined> {
  const report = join(directory, "mutant-report.json");
  rmSync(report, { force: true });
  const flags = ["--no-config", "--no-package", "--bail", "--timeout", "120000"];
  const reporter = ["--reporter", "json", "--reporter-option", `output=${report}`];
  const { code, output } = await run(directory, ["node_modules/mocha/bin/mocha.js", ...flags, ...reporter, ...specs]);
  if (code === 0) return undefined;
  if (code === null) throw new Error(`mocha was cut off: ${output.slice(-500)}`);
  if (!existsSync(report)) return `the specs can't be loaded: ${output.trim().split("\n")[0] ?? ""}`;
  const [failure] = (JSON.parse(readFileSync(report, "utf8")) as MochaReport).failures;
  if (failure === undefined) throw new Error(`mocha ended with ${String(code)} and no failed test`);
  return `${failure.file.slice(failure.file.indexOf("test/"))}: ${failure.fullTitle}`;
}

/** The specs that a mutant names. */
const nearestSpecs: Catcher = {
  name: "unit tests",
  look: (directory, { first }) =>
    firstFailure(
      directory,
      first.map((spec) => `test/components/${spec}.spec.ts`),
    ),
};

/** The rules in policy/ and kube-score, over the plan of every system. */
const plans: Catcher = {
  name: "rules and judges",
  look: async (directory) => {
    const { code, output } = await run(directory, ["mutation/judge-plans.ts"]);
    if (code === 0) return undefined;
    return output.trim().split("\n").at(-1) ?? "the plan failed";
  },
};

const everySpec = ["components", "stacks", "policy"].map((folder) => `test/${folder}/**/*.spec.ts`);

/** Every other test of components and systems. */
const allSpecs: Catcher = {
  name: "all tests of components and systems",
  look: (directory) => firstFailure(directory, everySpec),
};

/** Why specs can't be loaded before anything is mutated, if they can't. */
export const loads: Catcher["look"] = (directory) => firstFailure(directory, ["--dry-run", ...everySpec]);

/** The catchers, the quickest first: a mutant is asked of each until one has it. */
export const catchers: readonly Catcher[] = [nearestSpecs, plans, allSpecs];
