import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CliSandbox } from "../../fuzz/cli-sandbox";
import { CliTaker } from "../../fuzz/cli-target";
import { pastedSecrets } from "../../fuzz/hostile";
import { projectRoot } from "../../plan/program";

/** Runs the real program; whatever hangs is killed, and has no exit code. */
function rootstock(cwd: string, words: readonly string[]): Promise<{ readonly code: unknown; readonly err: string }> {
  const bin = join(projectRoot, "cli/rootstock.cjs");
  return new Promise((done) => {
    execFile(process.execPath, [bin, ...words], { cwd, timeout: 60_000, killSignal: "SIGKILL" }, (error, _, err) => {
      done({ code: error === null ? 0 : error.code, err });
    });
  });
}

describe("hostile command lines", function () {
  this.timeout(120_000);
  let root: string;
  let sandbox: CliSandbox;
  before(() => {
    root = mkdtempSync(join(tmpdir(), "rootstock-cli-"));
    sandbox = new CliSandbox(root);
  });
  after(() => {
    rmSync(root, { recursive: true, force: true });
  });

  const told = (line: readonly string[]): Promise<string> =>
    new CliTaker(sandbox).take(line).then(
      () => "taken",
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );

  it("never hang on pipes, devices and places where no directory can be made", async () => {
    const lines = [
      ["plan", "--config", "Pulumi.pipe.yaml"],
      ["plan", "--config", "/dev/zero"],
      ["review", "--base", "piped"],
      ["review", "--base", "endless"],
      ["plan", "--out", "piped"],
      ["plan", "--out", "/proc/self/out"],
    ];
    for (const line of lines) {
      const { code, err } = await rootstock(sandbox.work, line);
      assert.equal(code, 1, `${line.join(" ")}: ${err}`);
      assert.match(err, /no ordinary file|can't be written to/);
      assert.doesNotMatch(err, /fault in Rootstock|\n\s+at /);
    }
    sandbox.reset();
  });

  it("write below --out alone, whatever an earlier list of files or a link there says", async () => {
    assert.match(await told(["plan", "--out", "listed"]), /listed\/link is a link, which might lead anywhere\.$/);
    assert.match(await told(["plan", "--out", "looped"]), /plan\.json is a link, which might lead anywhere\.$/);
    assert.match(await told(["plan", "--out", "Pulumi.dev.yaml/x"]), /^--out is Pulumi\.dev\.yaml\/x, which can't be/);
    assert.equal(await told(["plan", "--out", "a/../b/./c"]), "taken");
    assert.equal(readFileSync(join(root, "outside/victim.txt"), "utf8"), "precious");
    assert.deepEqual(readdirSync(join(root, "outside")).sort(), ["deep", "victim.txt"]);
  });

  it("are quoted without what steers a terminal, what is a secret, and what has no end", async () => {
    const [token = "", , address = ""] = pastedSecrets;
    const line = ["plan", "--\u001b[31m\u202egnitirw", token, address, "x".repeat(1_000_000)];
    for (const words of [line, ["plan", `--${token}`], ["\u001b[2J"], ["plan", "--env", address], [line[4] ?? ""]]) {
      assert.doesNotMatch(await told(words), /^What a person is told/);
      assert.notEqual(await told(words), "taken");
    }
    const { code, err } = await rootstock(sandbox.work, ["plan", "--\u001b[31mred"]);
    assert.equal(code, 2);
    assert.match(err, /unknown option '--\\u\{1b\}\[31mred'/);
  });

  it("name files of which none is a stack's, and are told so in a sentence", async () => {
    for (const [config, why] of [
      [".", "it is no ordinary file"],
      ["Pulumi.huge.yaml", "bytes, and 131072 are the most"],
      ["Pulumi.bomb.yaml", "its aliases stand for more values than any configuration has"],
      ["Pulumi.deep.yaml", "it nests deeper than any configuration"],
      ["Pulumi.loop.yaml", "doesn't exist"],
      ["Pulumi.zero.yaml", "it is no ordinary file"],
      ["Pulumi.binary.yaml", "holds a text"],
    ] as const) {
      const said = await told(["plan", "--config", config]);
      assert.ok(said.includes(why), `${config}: ${said}`);
    }
  });

  it("change what no object has, by no name", async () => {
    for (const word of ["--__proto__", "--__proto__.polluted=1", "__proto__", "constructor", "toString"])
      assert.equal(await told([word]), "The command line can't be read.");
    assert.notEqual(await told(["plan", "--config", "Pulumi.polluted.yaml"]), "taken");
    const fresh: { readonly polluted?: unknown } = {};
    assert.equal(fresh.polluted, undefined);
  });

  it("show that the sandbox sees what is written beside --out", () => {
    execFileSync("touch", [join(sandbox.work, "beside.txt"), join(root, "outside/beside.txt")]);
    assert.deepEqual(sandbox.damage(["out"]).length, 2);
    assert.deepEqual(sandbox.damage(["."]).length, 1);
    sandbox.restore();
    assert.deepEqual(sandbox.damage([]), []);
  });
});
