import assert from "node:assert/strict";
import { appendFileSync, copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StoreScript } from "../../components/application/stores/store-scripts";
import { PostgresServer } from "./postgres-server";
import { programsOrSkip } from "./programs";
import { type Ended, filesIn, runScript, type ScriptOptions, temporaryDirectory } from "./scripts";

const day = 86_400_000;

const start = Date.now();

/** A dump's name as of so many days ago. */
function nameOf(daysAgo: number): string {
  const stamp = new Date(start - daysAgo * day).toISOString().replaceAll(/[-:]|\.\d+/g, "");
  return `shop-${stamp}.dump`;
}

describe("backups of PostgreSQL, on a real server", function () {
  this.timeout(300_000);
  let server: PostgresServer;
  let started: PostgresServer | undefined;
  let path: string;
  let backups: string;

  const script = (
    name: StoreScript,
    env: Readonly<Record<string, string>> = {},
    more: Omit<ScriptOptions, "env"> = {},
  ): Promise<Ended> =>
    runScript(name, {
      ...more,
      env: {
        PATH: path,
        PGSERVICEFILE: server.serviceFile,
        PGSERVICE: "store",
        DATABASE: "shop",
        BACKUP_DIRECTORY: backups,
        ...env,
      },
    });
  const backup = (more: Omit<ScriptOptions, "env"> = {}) => script("postgres-backup.sh", { KEEP_DAYS: "30" }, more);
  const restore = (env: Readonly<Record<string, string>> = {}) => script("postgres-restore.sh", env);
  const dumps = (): readonly string[] => filesIn(backups).filter((file) => file.endsWith(".dump"));
  const newest = (): string => join(backups, dumps().at(-1) ?? "none");
  const orders = (): string => server.owner("SELECT string_agg(item, ',' ORDER BY id) FROM orders");

  before(async function () {
    path = programsOrSkip(this);
    server = new PostgresServer(path);
    started = server;
    await server.start();
  });
  after(async () => {
    await started?.stop();
  });
  beforeEach(() => {
    backups = temporaryDirectory();
    server.owner(
      "DROP TABLE IF EXISTS lines, orders",
      "CREATE EXTENSION IF NOT EXISTS pgcrypto",
      "CREATE TABLE orders (id serial PRIMARY KEY, item text NOT NULL, sum bytea DEFAULT digest('x', 'sha256'))",
      'CREATE TABLE lines (id serial, "order" integer REFERENCES orders)',
      "INSERT INTO orders (item) VALUES ('apple'), ('pear''s')",
      'INSERT INTO lines ("order") SELECT id FROM orders',
    );
  });

  it("come back whole, with what was added and dropped since undone", async () => {
    assert.equal((await backup()).status, 0);
    server.owner("DROP TABLE lines", "INSERT INTO orders (item) VALUES ('late')", "DELETE FROM orders WHERE id = 1");
    const { status, output } = await restore();
    assert.equal(status, 0, output);
    assert.equal(orders(), "apple,pear's");
    assert.equal(server.owner('SELECT count(*) FROM lines JOIN orders ON orders.id = "order"'), "2");
    server.owner("INSERT INTO orders (item) VALUES ('next')");
    assert.equal(orders(), "apple,pear's,next");
  });

  it("come back into an empty database, extensions included", async () => {
    assert.equal((await backup()).status, 0);
    server.superuser("DROP DATABASE shop", "CREATE DATABASE shop OWNER shop");
    const { status, output } = await restore();
    assert.equal(status, 0, output);
    assert.equal(orders(), "apple,pear's");
  });

  it("are a dump and its checksum, readable by nobody else, and nothing besides", async () => {
    const { status, output } = await backup();
    assert.equal(status, 0, output);
    const [dump = "", sum = "", ...more] = filesIn(backups);
    assert.match(dump, /^shop-\d{8}T\d{6}Z\.dump$/);
    assert.deepEqual([sum, more], [`${dump}.sha256`, []]);
    assert.match(readFileSync(join(backups, sum), "utf8"), new RegExp(`^[0-9a-f]{64}  ${dump}\n$`));
    assert.match(output, new RegExp(`kept ${dump}, \\d+ bytes`));
    assert.ok(!output.includes("owner-password"));
  });

  it("go when they are too old, but neither those of other databases nor the one that was just made", async () => {
    const [old, young, other] = [nameOf(31), nameOf(29), nameOf(31).replace("shop", "shop-two")];
    for (const name of [old, young, other]) {
      writeFileSync(join(backups, name), "");
      writeFileSync(join(backups, `${name}.sha256`), "");
    }
    const { status, output } = await script("postgres-backup.sh", { KEEP_DAYS: "30" });
    assert.equal(status, 0, output);
    const [made, ...more] = filesIn(backups).filter((name) => ![young, other].includes(name.replace(".sha256", "")));
    assert.deepEqual(more, [`${made ?? ""}.sha256`]);
    assert.deepEqual([existsSync(join(backups, young)), existsSync(join(backups, other))], [true, true]);
  });

  it("keep the only good one, however old it is, and the new one, however short they are kept", async () => {
    writeFileSync(join(backups, nameOf(400)), "");
    assert.notEqual((await script("postgres-backup.sh", { KEEP_DAYS: "30", PGSERVICE: "unknown" })).status, 0);
    assert.deepEqual(dumps(), [nameOf(400)]);
    assert.equal((await script("postgres-backup.sh", { KEEP_DAYS: "0" })).status, 0);
    assert.equal(dumps().length, 1);
    assert.ok(!dumps().includes(nameOf(400)));
  });

  it("leave what is there when the disk is full", async () => {
    const old = nameOf(40);
    writeFileSync(join(backups, old), "");
    server.owner("INSERT INTO orders (item) SELECT gen_random_uuid()::text FROM generate_series(1, 20000)");
    const { status, output } = await backup({ largestFile: 64 });
    assert.notEqual(status, 0);
    assert.match(output, /File too large/);
    assert.deepEqual(filesIn(backups), [old]);
  });

  it("leave what is there when the server doesn't answer", async () => {
    const old = nameOf(40);
    writeFileSync(join(backups, old), "");
    const { status } = await script("postgres-backup.sh", { KEEP_DAYS: "30", PGSERVICEFILE: "/nowhere" });
    assert.notEqual(status, 0);
    assert.deepEqual(filesIn(backups), [old]);
  });

  it("come from the newest dump, or the one that is asked for", async () => {
    assert.equal((await backup()).status, 0);
    const first = "shop-20200101T000000Z.dump";
    copyFileSync(newest(), join(backups, first));
    writeFileSync(
      join(backups, `${first}.sha256`),
      readFileSync(`${newest()}.sha256`, "utf8").replace(/shop-\S+/, first),
    );
    assert.match((await restore()).output, new RegExp(`restored ${dumps()[1] ?? ""}`));
    assert.match((await restore({ BACKUP: first })).output, new RegExp(`restored ${first}`));
  });

  for (const [what, spoil, refusal] of [
    ["whose checksum doesn't fit", (dump: string) => appendFileSync(dump, "x"), /isn't what its checksum says/],
    [
      "whose checksum is damaged",
      (dump: string) => writeFileSync(`${dump}.sha256`, "nonsense\n"),
      /isn't what its checksum says/,
    ],
    [
      "that is no dump, with a checksum that fits",
      (dump: string) => {
        writeFileSync(dump, "");
        const none = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        writeFileSync(`${dump}.sha256`, `${none}  ${dump.split("/").at(-1) ?? ""}\n`);
      },
      /can't be read/,
    ],
  ] as const) {
    it(`are refused from a dump ${what}`, async () => {
      assert.equal((await backup()).status, 0);
      server.owner("INSERT INTO orders (item) VALUES ('late')");
      spoil(newest());
      const { status, output } = await restore();
      assert.equal(status, 1);
      assert.match(output, refusal);
      assert.match(output, /the database is as it was/);
      assert.equal(orders(), "apple,pear's,late");
    });
  }

  it("change nothing when they fail half-way", async () => {
    assert.equal((await backup()).status, 0);
    server.owner("INSERT INTO orders (item) VALUES ('late')", "CREATE VIEW items AS SELECT item FROM orders");
    const { status, output } = await restore();
    assert.equal(status, 1);
    assert.match(output, /couldn't be restored; the database is as it was/);
    assert.equal(server.owner("SELECT string_agg(item, ',') FROM items"), "apple,pear's,late");
    server.owner("DROP VIEW items");
  });

  it("are refused where no dump is, or the name is none", async () => {
    assert.match((await restore()).output, /^refused: no dump of shop is in /);
    assert.match(
      (await restore({ BACKUP: "../shop.dump" })).output,
      /^refused: BACKUP is \.\.\/shop\.dump, which is no name/,
    );
    assert.match((await restore({ BACKUP: "shop.dump" })).output, /^refused: shop\.dump isn't in /);
  });
});
