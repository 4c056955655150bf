import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Counts } from "./counting-reporter";
import { Turn } from "./turn";

const minutes = (count: number): string => String(count * 60_000);

/** Every system in every environment: a quarter of all rehearsals. */
const allSystems = "test/rehearsal/systems.spec.ts";

/** What happens to a stack from its first deployment to its end, command by command. */
const stories: readonly string[] = ["story", "promotion", "preview-environment"].map(
  (name) => `test/rehearsal/${name}.spec.ts`,
);

/**
 * Arguments of mocha by suite. Each runs in a process of its own: mocks are global to a process, and a rehearsal needs
 * patience. A suite that can't run on this machine skips its tests and says why.
 */
const suites: Readonly<Record<string, readonly string[]>> = {
  unit: [
    "test/**/*.spec.ts",
    ...["rehearsal", "judges", "engine"].flatMap((suite) => ["--ignore", `test/${suite}/**`]),
  ],
  // The first run of one of these suites alone builds or installs the judges' programs, and the control plane.
  judges: ["test/judges/**/*.spec.ts", "--timeout", minutes(20)],
  rehearsal: [
    "test/rehearsal/**/*.spec.ts",
    ...[allSystems, ...stories].flatMap((spec) => ["--ignore", spec]),
    "--timeout",
    minutes(20),
  ],
  stories: [...stories, "--timeout", minutes(20)],
  systems: [allSystems, "--timeout", minutes(20)],
  engine: ["test/engine/**/*.spec.ts", "--timeout", minutes(20)],
};

/**
 * Suites that run side by side, each lane one after the other: the unit suite keeps one processor busy, and rehearsals
 * wait for clusters half of their time. The lanes take about as long as each other.
 */
const lanes: readonly (readonly string[])[] = [
  ["unit", "judges"],
  ["rehearsal", "engine"],
  ["stories", "systems"],
];

/**
 * Suites of which it is told what their own process covers. A process that is measured takes more than twice as long, and
 * stories are hundreds of them.
 */
const measuredSuites: readonly string[] = ["unit", "rehearsal", "systems"];

const root = resolve(__dirname, "../..");

/** How a command is run. */
interface Run {
  readonly environment?: NodeJS.ProcessEnv;
  /** When what it says is shown; at once by default. */
  readonly turn?: Turn;
}

function run(command: string, args: readonly string[], { environment = process.env, turn }: Run = {}): Promise<number> {
  return new Promise((done) => {
    const spoken = turn === undefined ? "inherit" : "pipe";
    const child = spawn(command, args, { cwd: root, env: environment, stdio: ["ignore", spoken, spoken] });
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", turn?.say ?? (() => undefined));
    // Ctrl-C reaches the tests by itself; they clean up before this ends.
    const ignore = (): void => undefined;
    const stop = (): void => {
      child.kill("SIGTERM");
    };
    process.on("SIGINT", ignore).on("SIGTERM", stop);
    child.on("error", (error) => {
      console.error(`${command} can't be run: ${error.message}`);
      done(1);
    });
    child.on("close", (code) => {
      process.off("SIGINT", ignore).off("SIGTERM", stop);
      done(code ?? 1);
    });
  });
}

function readCounts(file: string): Counts | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Counts;
  } catch {
    return undefined;
  }
}

/** Runs a suite; one that ends without counts, or badly with no failed test, counts as a failure. */
async function runSuite(
  name: string,
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
  turn: Turn,
): Promise<Counts> {
  const file = join(environment["ROOTSTOCK_TEST_FILES"] ?? tmpdir(), `${name}.json`);
  turn.say(`\n${name}:\n`);
  const reporter = ["--reporter", "test/support/counting-reporter.ts", "--reporter-option", `counts=${file}`];
  const code = await run("mocha", [...(suites[name] ?? []), ...words, ...reporter], { environment, turn });
  const counts = readCounts(file) ?? { passed: 0, failed: 0, skipped: 0 };
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** Runs the lanes side by side; what they say is shown one after the other. */
async function runLanes(
  chosen: readonly (readonly string[])[],
  words: readonly string[],
  environmentOf: (suite: string) => NodeJS.ProcessEnv,
): Promise<readonly Counts[]> {
  const running = chosen.map((names) => {
    const turn = new Turn((text) => process.stdout.write(text));
    const counts = (async () => {
      const done: Counts[] = [];
      for (const name of names) done.push(await runSuite(name, words, environmentOf(name), turn));
      return done;
    })();
    return { turn, counts };
  });
  const counts: Counts[] = [];
  for (const lane of running) {
    lane.turn.begin();
    counts.push(...(await lane.counts));
  }
  return counts;
}

/** The sum of all suites. */
function add(counts: readonly Counts[]): Counts {
  const sum = (pick: (suite: Counts) => number): number => counts.reduce((total, suite) => total + pick(suite), 0);
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped),
  };
}

async function main(words: readonly string[]): Promise<void> {
  const names = words.filter((word) => word in suites);
  const options = words.filter((word) => !(word in suites) && word !== "--coverage");
  const measured = words.includes("--coverage");
  const files = mkdtempSync(join(tmpdir(), "rootstock-tests-"));
  const v8 = join(files, "v8");
  const environment = { ...process.env, ROOTSTOCK_TEST_FILES: files };
  const environmentOf = (suite: string): NodeJS.ProcessEnv =>
    measured && measuredSuites.includes(suite) ? { ...environment, NODE_V8_COVERAGE: v8 } : environment;
  try {
    if (names.length === 0) await run("node", ["--import", "tsx", "test/support/build-programs.ts"]);
    const chosen = lanes.map((lane) => lane.filter((name) => names.length === 0 || names.includes(name)));
    const counts = await runLanes(
      chosen.filter((lane) => lane.length > 0),
      options,
      environmentOf,
    );
    const report = ["report", "--temp-directory", v8, "--reports-dir", join(root, "coverage")];
    const covered = measured ? (await run("c8", report)) === 0 : true;
    if (!covered) console.log("Less is covered than package.json asks for (c8).");
    const { passed, failed, skipped } = add(counts);
    console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
    process.exitCode = failed > 0 || passed + skipped === 0 || !covered ? 1 : 0;
  } finally {
    rmSync(files, { recursive: true, force: true });
  }
}

void main(process.argv.slice(2));
