import { DatabaseSync } from "node:sqlite";

// Writes rows to the database that is its argument, each in a transaction of its own that keeps a sum in step, and
// tells after each commit which one it was; ends when its standard input does.

const database = new DatabaseSync(process.argv[2] ?? "");
database.exec("PRAGMA busy_timeout = 60000");
const insert = database.prepare("INSERT INTO detections (id, note) VALUES (?, ?)");
const count = database.prepare("UPDATE totals SET rows = rows + 1");

let running = true;
process.stdin.on("end", () => {
  running = false;
});
process.stdin.resume();

let { last } = database.prepare("SELECT coalesce(max(id), 0) AS last FROM detections").get() as { last: number };

function write(): void {
  for (let index = 0; running && index < 20; index += 1) {
    last += 1;
    database.exec("BEGIN IMMEDIATE");
    insert.run(last, "x".repeat(200));
    count.run();
    database.exec("COMMIT");
    process.stdout.write(`${String(last)}\n`);
  }
  if (running) setImmediate(write);
  else database.close();
}
write();
