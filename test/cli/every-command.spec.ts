import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { commands } from "../../cli/commands";
import { rootstock } from "../../cli/program";
import { toldOut } from "../support/told";

/** What `--help` prints, examples included. */
function helpOf(command: Command): string {
  const said: string[] = [];
  command.configureOutput({ writeOut: (text) => said.push(text) }).outputHelp();
  return said.join("");
}

/** The commands that do something: those below a group, or the command itself. */
const doing = (command: Command): readonly Command[] => (command.commands.length === 0 ? [command] : command.commands);

describe("every command of rootstock", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "every-command-"));
  // A name that no control plane of this machine was kept under.
  const config = join(folder, "Pulumi.nobody-ever.yaml");
  const base = join(folder, "base");
  before(() => {
    const settings = ["system: juniper-canopy", "environment: dev", "imageTag: v1", "cluster: { kind: kubeconfig }"];
    writeFileSync(config, `config:\n${settings.map((line) => `  rootstock:${line}\n`).join("")}`);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [name, { load }] of Object.entries(commands)) {
    it(`${name}: --help has examples of it, and it has --json`, async () => {
      const command = await load();
      const [, examples = ""] = helpOf(command).split("\nExamples:\n");
      assert.match(examples, new RegExp(`^ {2}rootstock ${name}\\b`, "m"));
      for (const part of doing(command)) assert.match(helpOf(part), /^ {2}--json {2,}\S/m, part.name());
    });
  }

  /** Words of commands that need no cluster, and their exit codes. */
  const alone: readonly (readonly [number, readonly string[]])[] = [
    [0, ["plan", "--out", base]],
    [0, ["review", "--base", base]],
    [0, ["explain"]],
    [0, ["explain", "domain"]],
    [0, ["mirror"]],
    [4, ["rotate", "--check"]],
    [0, ["rotate", "--due", "--dry-run"]],
    [0, ["preview", "--rehearse"]],
    [0, ["history", "--rehearse"]],
    [0, ["drift", "--rehearse"]],
    [0, ["destroy", "--rehearse"]],
  ];
  for (const [expected, words] of alone) {
    it(`${words.filter((word) => word !== base).join(" ")} --json: exactly one document`, async () => {
      const codes: number[] = [];
      const stdout = await toldOut(async () => {
        codes.push(await rootstock([...words, "--config", config, "--json"]));
      });
      assert.match(stdout, /^[[{][\s\S]*[\]}]\n$/);
      assert.equal(typeof JSON.parse(stdout), "object");
      assert.deepEqual(codes, [expected], stdout);
    });
  }
});
