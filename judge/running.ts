import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** What a judge prints, whatever its exit code: most of them fail where they find something. */
export function outputOf(program: string, args: readonly string[], cwd?: string): string {
  const { stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: "utf8", maxBuffer: 2 ** 29 });
  if (error !== undefined) throw error;
  if (stdout.trim() === "") throw new Error(`${program} printed nothing but: ${stderr.slice(0, 500)}`);
  return stdout;
}

/** The manifests below a folder, in the same order every time. */
export function yamlFiles(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => join(directory, file));
}
