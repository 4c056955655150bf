import { spawnSync } from "node:child_process";
import { accessSync, constants, readdirSync } from "node:fs";
import { join } from "node:path";

/** Directories with Debian's programs of PostgreSQL, newest first, before those of `PATH`. */
function directories(): readonly string[] {
  const postgres = "/usr/lib/postgresql";
  const versions = spawnSync("ls", [postgres], { encoding: "utf8" }).status === 0 ? readdirSync(postgres) : [];
  return [
    ...versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(postgres, version, "bin")),
    ...(process.env["PATH"] ?? "").split(":"),
  ];
}

function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where programs are; those of PostgreSQL come from one version. */
function directoryOf(program: string): string | undefined {
  return directories().find((directory) => isRunnable(join(directory, program)));
}

const wanted = ["initdb", "postgres", "pg_dump", "pg_restore", "psql", "sqlite3"] as const;

/** What {@link bringPrograms} found. */
type Programs =
  | { readonly path: string }
  | {
      /** Why the programs can't be had. */
      readonly missing: string;
    };

/**
 * Debian's PostgreSQL and sqlite3, installed from the machine's own package sources where they are missing.
 *
 * @returns a `PATH` that has them
 * @throws Error with apt's own words when the installation fails
 */
function bringPrograms(): Programs {
  const absent = (): readonly string[] => wanted.filter((program) => directoryOf(program) === undefined);
  if (absent().length > 0) {
    if (directoryOf("apt-get") === undefined) {
      return { missing: `${absent().join(", ")} aren't installed, and there is no apt-get to install them` };
    }
    // The lists of a fresh machine are empty or old.
    apt("update");
    apt("install", "--yes", "--no-install-recommends", "postgresql", "sqlite3");
  }
  const found = [...new Set(wanted.flatMap((program) => directoryOf(program) ?? []))];
  return { path: [...found, process.env["PATH"] ?? ""].join(":") };
}

/** The `PATH` of {@link bringPrograms}; where they can't be had, the tests are left out, and it is said why. */
export function programsOrSkip(context: Mocha.Context): string {
  const programs = bringPrograms();
  if (!("missing" in programs)) return programs.path;
  process.stderr.write(`    SKIPPED: ${programs.missing}\n`);
  return context.skip();
}

function apt(...args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync("apt-get", args, {
    encoding: "utf8",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  if (status !== 0) throw new Error(`apt-get ${args.join(" ")} failed:\n${stdout}\n${stderr}`);
}
