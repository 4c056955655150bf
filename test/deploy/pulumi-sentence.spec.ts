import assert from "node:assert/strict";
import { hostname } from "node:os";
import { commandSentence } from "../../deploy/pulumi-sentence";

const sentence = (text: string, errors: readonly string[] = []): string =>
  commandSentence({ stack: "dev", text, errors });

const lock = (who: string, pid: number): string =>
  `error: the stack is currently locked by 1 lock(s). Either wait\n  file:///x.json: created by ${who} (pid ${String(pid)}) at 2026-11-21T09:04:28Z`;

describe("a failed command of Pulumi's in a sentence", () => {
  it("says of a lock who holds it, since when, and what to run", () => {
    assert.equal(
      sentence(lock("anna@desk", 12)),
      "Stack dev is locked since 2026-11-21T09:04:28Z by anna@desk (process 12). Wait for its end; if that process no longer runs, run: pulumi cancel --yes --stack dev",
    );
    assert.match(sentence(lock(`anna@${hostname()}`, process.pid)), /Wait for its end; if that process no longer runs/);
    assert.match(
      sentence(lock(`anna@${hostname()}`, 4_194_304)),
      /has ended without giving it back; run: pulumi cancel/,
    );
    assert.match(
      sentence("error: [409] Conflict: Another update is currently in progress."),
      /^Another update of stack/,
    );
  });

  it("says what is missing and how to mend it", () => {
    assert.match(sentence("spawn pulumi ENOENT"), /^pulumi isn't on PATH; install it/);
    assert.match(sentence("error: no stack named 'dev' found"), /make it with: pulumi stack init dev/);
    assert.match(sentence("error: incorrect passphrase"), /isn't the passphrase of stack dev/);
    assert.match(
      sentence("error: passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE"),
      /set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE\.$/,
    );
    assert.match(sentence("PULUMI_ACCESS_TOKEN must be set for login"), /run: pulumi login/);
    assert.match(
      sentence(
        "Minimum version requirement failed. The minimum CLI version requirement is 3.200.0, your current CLI version is 3.10.0. Please update",
      ),
      /^pulumi 3\.10\.0 is older than Rootstock needs/,
    );
  });

  it("prefers what the events told, and otherwise takes the command's own errors", () => {
    const text = "code: 1\nerror: first\n    at x (/y.js:1:2)\n  error: second\nerror: update failed";
    assert.equal(sentence(text), "first\nsecond");
    assert.equal(sentence(text, ["told", "told"]), "told");
    assert.match(sentence("nothing"), /^pulumi failed on stack dev without saying why; run pulumi stack/);
  });
});
