import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StoreScript } from "../../components/application/stores/store-scripts";
import { programsOrSkip } from "./programs";
import { type Ended, filesIn, run, runScript, type ScriptOptions, temporaryDirectory } from "./scripts";

/** A process that writes all the time, and what it has committed so far. */
class Writer {
  #last = 0;
  readonly #process: ChildProcess;

  constructor(database: string) {
    const script = join(__dirname, "sqlite-writer.ts");
    const args = ["--no-warnings", "--import", "tsx", script, database];
    this.#process = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
    this.#process.stdout?.on("data", (text: Buffer) => {
      this.#last = Number(text.toString().trim().split("\n").at(-1));
    });
  }

  /** The last row that is committed for certain. */
  get last(): number {
    return this.#last;
  }

  /** Waits until it has committed that many rows more. */
  async further(rows: number): Promise<void> {
    const until = this.#last + rows;
    while (this.#last < until && this.#process.exitCode === null) await new Promise((next) => setTimeout(next, 5));
  }

  /** Ends it at once, also where a test failed before its end. */
  kill(): void {
    this.#process.kill("SIGKILL");
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once("close", resolve));
    this.#process.stdin?.end();
    await ended;
    assert.equal(this.#process.exitCode, 0);
  }
}

describe("backups of SQLite, with the real program", function () {
  this.timeout(120_000);
  let path: string;
  let directory: string;
  let database: string;
  let backups: string;

  const script = (
    name: StoreScript,
    env: Readonly<Record<string, string>> = {},
    more: Omit<ScriptOptions, "env"> = {},
  ): Promise<Ended> =>
    runScript(name, { ...more, env: { PATH: path, DATABASE_FILE: database, BACKUP_DIRECTORY: backups, ...env } });
  const backup = (more: Omit<ScriptOptions, "env"> = {}) => script("sqlite-backup.sh", { KEEP_DAYS: "30" }, more);
  const restore = (env: Readonly<Record<string, string>> = {}) => script("sqlite-restore.sh", env);
  const copies = (): readonly string[] => filesIn(backups).filter((file) => file.endsWith(".db"));
  const newest = (): string => join(backups, copies().at(-1) ?? "none");
  const ask = async (file: string, ...statements: readonly string[]): Promise<string> => {
    const { status, output } = await run("sqlite3", ["-bail", file, ".timeout 60000", ...statements], {
      env: { PATH: path },
    });
    assert.equal(status, 0, output);
    return output.trim();
  };
  const make = async (mode: "wal" | "delete", rows: number): Promise<void> => {
    await ask(
      database,
      `PRAGMA journal_mode = ${mode}`,
      "CREATE TABLE detections (id INTEGER PRIMARY KEY, note TEXT NOT NULL)",
      "CREATE TABLE totals (rows INTEGER NOT NULL)",
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${String(rows)}) INSERT INTO detections SELECT i, hex(randomblob(100)) FROM n`,
      "INSERT INTO totals SELECT count(*) FROM detections",
    );
  };

  before(function () {
    path = programsOrSkip(this);
  });
  const writers: Writer[] = [];
  const startWriter = (): Writer => {
    const writer = new Writer(database);
    writers.push(writer);
    return writer;
  };
  afterEach(() => {
    for (const writer of writers.splice(0)) writer.kill();
  });
  beforeEach(() => {
    directory = temporaryDirectory();
    database = join(directory, "app.db");
    backups = temporaryDirectory();
  });

  for (const mode of ["wal", "delete"] as const) {
    it(`have every row that was committed before, and no half transaction, under writes (journal: ${mode})`, async () => {
      await make(mode, 40_000);
      const writer = startWriter();
      await writer.further(200);
      for (let round = 0; round < 3; round += 1) {
        const before = writer.last;
        const { status, output } = await backup();
        assert.equal(status, 0, output);
        const [last, rows, total] = (
          await ask(newest(), "SELECT max(id), count(*), (SELECT rows FROM totals) FROM detections")
        )
          .split("|")
          .map(Number);
        assert.ok(last !== undefined && last >= before, `${String(last)} is before ${String(before)}`);
        assert.deepEqual([rows, total], [last, last]);
        await writer.further(50);
        // Names have seconds.
        await new Promise((next) => setTimeout(next, 1000));
      }
      await writer.stop();
      const written = await ask(database, "SELECT count(*) FROM detections", "PRAGMA integrity_check");
      assert.equal(written, `${String(writer.last)}\nok`);
      assert.equal(copies().length, 3);
    });
  }

  it("are whole in one file with its checksum, readable by nobody else", async () => {
    await make("wal", 100);
    const { status, output } = await backup();
    assert.equal(status, 0, output);
    const [copy = "", sum = "", ...more] = filesIn(backups);
    assert.match(copy, /^app-\d{8}T\d{6}Z\.db$/);
    assert.deepEqual([sum, more], [`${copy}.sha256`, []]);
    assert.match(readFileSync(join(backups, sum), "utf8"), new RegExp(`^[0-9a-f]{64}  ${copy}\n$`));
    assert.equal(await ask(newest(), "PRAGMA journal_mode"), "delete");
  });

  it("come back while somebody else has the database open, and writes go on", async () => {
    await make("wal", 1000);
    assert.equal((await backup()).status, 0);
    const writer = startWriter();
    await writer.further(100);
    await writer.stop();
    await ask(database, "DELETE FROM detections WHERE id <= 500");
    const { status, output } = await restore();
    assert.equal(status, 0, output);
    assert.equal(
      await ask(database, "SELECT count(*), max(id) FROM detections", "PRAGMA integrity_check"),
      "1000|1000\nok",
    );
    await ask(database, "INSERT INTO detections VALUES (1001, 'next')");
  });

  it("come back where no database is left", async () => {
    await make("delete", 10);
    assert.equal((await backup()).status, 0);
    database = join(temporaryDirectory(), "app.db");
    assert.equal((await restore()).status, 0);
    assert.equal(await ask(database, "SELECT count(*) FROM detections"), "10");
  });

  it("go when they are too old, but neither those of other databases nor the new one", async () => {
    await make("wal", 10);
    const recent = `app-${new Date(Date.now() - 29 * 86_400_000).toISOString().replaceAll(/[-:]|\.\d+/g, "")}.db`;
    for (const name of ["app-20200101T000000Z.db", "app-two-20200101T000000Z.db", recent]) {
      writeFileSync(join(backups, name), "");
      writeFileSync(join(backups, `${name}.sha256`), "");
    }
    const { status, output } = await backup();
    assert.equal(status, 0, output);
    assert.match(output, /removed app-20200101T000000Z\.db, which is older than 30 days/);
    assert.equal(copies().length, 3);
    assert.ok(copies().includes(recent) && copies().includes("app-two-20200101T000000Z.db"));
    assert.ok(!existsSync(join(backups, "app-20200101T000000Z.db.sha256")));
  });

  it("leave what is there when the disk is full, and the database as it was", async () => {
    await make("wal", 20_000);
    writeFileSync(join(backups, "app-20200101T000000Z.db"), "");
    const { status } = await backup({ largestFile: 64 });
    assert.notEqual(status, 0);
    assert.deepEqual(filesIn(backups), ["app-20200101T000000Z.db"]);
    assert.equal(await ask(database, "SELECT count(*) FROM detections"), "20000");
  });

  it("make no database of what isn't there", async () => {
    const { status, output } = await backup();
    assert.deepEqual([status, output], [1, `refused: ${database} isn't there, or is empty\n`]);
    assert.deepEqual([existsSync(database), filesIn(backups)], [false, []]);
  });

  it("refuse a damaged database, and keep the good copies", async () => {
    await make("delete", 20_000);
    const good = ["app-20200101T000000Z.db"];
    writeFileSync(join(backups, ...good), "");
    const bytes = readFileSync(database);
    bytes.fill(0x5a, 4096 * 20, 4096 * 40);
    writeFileSync(database, bytes);
    const { status, output } = await backup();
    assert.notEqual(status, 0);
    assert.match(output, /refused: the copy is damaged|disk image is malformed/);
    assert.deepEqual(copies(), good);
  });

  for (const [what, spoil, refusal] of [
    ["doesn't fit its checksum", (copy: string) => appendFileSync(copy, "x"), /isn't what its checksum says/],
    [
      "has a damaged checksum",
      (copy: string) => writeFileSync(`${copy}.sha256`, "nonsense\n"),
      /isn't what its checksum says/,
    ],
  ] as const) {
    it(`are not taken from a copy that ${what}`, async () => {
      await make("wal", 10);
      assert.equal((await backup()).status, 0);
      await ask(database, "DELETE FROM detections");
      spoil(newest());
      const { status, output } = await restore();
      assert.equal(status, 1);
      assert.match(output, refusal);
      assert.equal(await ask(database, "SELECT count(*) FROM detections"), "0");
    });
  }

  it("come from the newest copy, or the one that is asked for", async () => {
    await make("wal", 10);
    assert.equal((await backup()).status, 0);
    const first = "app-20200101T000000Z.db";
    copyFileSync(newest(), join(backups, first));
    writeFileSync(
      join(backups, `${first}.sha256`),
      readFileSync(`${newest()}.sha256`, "utf8").replace(/app-\S+/, first),
    );
    assert.match((await restore()).output, new RegExp(`restored ${copies()[1] ?? ""}`));
    assert.match((await restore({ BACKUP: first })).output, new RegExp(`restored ${first}`));
    assert.match(
      (await restore({ BACKUP: "/etc/passwd" })).output,
      /^refused: BACKUP is \/etc\/passwd, which is no name/,
    );
  });

  it("are refused where there is none", async () => {
    assert.match((await restore()).output, /^refused: no copy of app is in /);
    assert.equal(existsSync(database), false);
  });
});
