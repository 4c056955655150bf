import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type StoreScript, storeScript } from "../../components/application/stores/store-scripts";

/** How a program ended. */
export interface Ended {
  readonly status: number | null;
  readonly output: string;
}

/** What a script is run with. */
export interface ScriptOptions {
  /** Variables; nothing else is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Largest file that may be written, in blocks of 512 bytes: writes beyond fail as on a full disk. */
  readonly largestFile?: number;
}

const made: string[] = [];
process.once("exit", () => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true });
});

/** A directory that goes with the process that made it. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "rootstock-backups-"));
  // The server runs as another user.
  chmodSync(directory, 0o755);
  made.push(directory);
  return directory;
}

/** Runs a program to its end. */
export function run(
  program: string,
  args: readonly string[],
  options: { readonly env: Readonly<Record<string, string>>; readonly cwd?: string },
): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, {
      env: { ...options.env },
      cwd: options.cwd ?? tmpdir(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (text: Buffer) => {
      output += text.toString();
    });
    child.stderr.on("data", (text: Buffer) => {
      output += text.toString();
    });
    child.on("error", fail);
    child.on("close", (status) => done({ status, output }));
  });
}

/** Runs a script as a container does: by `sh`, from the file that its ConfigMap has. */
export function runScript(script: StoreScript, { env, largestFile }: ScriptOptions): Promise<Ended> {
  const file = join(temporaryDirectory(), script);
  writeFileSync(file, storeScript(script), { mode: 0o440 });
  const limit = largestFile === undefined ? "" : `ulimit -f ${String(largestFile)}; trap '' XFSZ; `;
  return run("sh", ["-c", `${limit}exec sh "$0"`, resolve(file)], { env });
}

/** Names in a directory, sorted. */
export function filesIn(directory: string): readonly string[] {
  return readdirSync(directory).sort();
}
