import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const root = resolve(__dirname, "../..");

/** What of a checkout isn't copied: it is linked, or about the program. */
const others = [".git", "node_modules", "coverage", "docs", "test"];

/** A copy of the project with one more system, as the README tells to add it. */
function checkoutWithGuestbook(): string {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1] ?? "");
  const system = blocks.find((block) => block.includes("export const guestbook"));
  const line = blocks.find((block) => block.startsWith("guestbook: async"));
  assert.ok(system !== undefined && line !== undefined, "the README shows a system and its line in the table");
  const folder = mkdtempSync(join(tmpdir(), "sixth-system-"));
  for (const part of readdirSync(root).filter((name) => !others.includes(name)))
    cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "stacks/systems/guestbook.ts"), system);
  const table = join(folder, "stacks/systems/index.ts");
  writeFileSync(table, readFileSync(table, "utf8").replace("const systems = {\n", `const systems = {\n  ${line}`));
  return folder;
}

describe("a sixth system, written from the README alone", function () {
  this.timeout(600_000);
  let folder = "";
  before(() => {
    folder = checkoutWithGuestbook();
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const run = async (...words: readonly string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)("node", ["--import", "tsx", ...words], { cwd: folder });
    return stdout;
  };

  it("is planned", async () => {
    const text = await run("plan/index.ts", "--system", "guestbook", "--env", "prod", "--out", join(folder, "out"));
    assert.match(text, /guestbook/);
    const files = readdirSync(join(folder, "out/guestbook-prod"));
    for (const file of ["deployment-web.yaml", "service-web.yaml", "networkpolicy-web.yaml", "ingress-guestbook.yaml"])
      assert.ok(files.includes(file), files.join(", "));
  });

  it("is rehearsed", async () => {
    const text = await run("rehearsal/index.ts", "--system", "guestbook", "--env", "dev", "--charts", "stand-in");
    assert.match(text, /All \d+ workloads are ready\./);
  });
});
