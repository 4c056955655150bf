import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Programs that lie beside this file, in `scripts`, and run in containers by `sh`. */
export type StoreScript = "postgres-backup.sh" | "postgres-restore.sh" | "sqlite-backup.sh" | "sqlite-restore.sh";

/** The text of a program. */
export function storeScript(name: StoreScript): string {
  return readFileSync(join(__dirname, "scripts", name), "utf8");
}
