import assert from "node:assert/strict";
import fc from "fast-check";
import { stackProcess } from "../../deploy/stack-process";
import { runWaves, type WaveProgress } from "../../deploy/wave-run";
import { type ShownStack, waveCounts, waveLine, waveTable } from "../../deploy/wave-table";

const shown = (name: string): ShownStack => ({ name, versions: "v1.2.0" });

/** A program in place of `rootstock up --json`. */
const child = (script: string) =>
  stackProcess({ program: process.execPath, words: ["-e", script], directory: process.cwd() });

describe("a run of waves", () => {
  it("bounds what runs side by side, keeps waves apart, and begins nothing after a failure", async () => {
    const anyWaves = fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(anyWaves, fc.integer({ min: 1, max: 5 }), fc.scheduler(), async (plan, parallel, scheduler) => {
        const waves = plan.map((wave, index) => wave.map((good, place) => ({ index, place, good })));
        const running = new Set<{ readonly index: number }>();
        let failed = false;
        const done = runWaves(waves, {
          parallel,
          deploy: async (stack) => {
            assert.ok(!failed);
            running.add(stack);
            assert.ok(running.size <= parallel);
            assert.deepEqual([...new Set([...running].map(({ index }) => index))], [stack.index]);
            await scheduler.schedule(Promise.resolve());
            running.delete(stack);
            failed ||= !stack.good;
            return { succeeded: stack.good };
          },
        });
        const all = await scheduler.waitFor(done);
        assert.equal(all.length, waves.flat().length);
        for (const { stack, state } of all)
          assert.ok(state === "stopped" ? failed : state === (stack.good ? "succeeded" : "failed"));
        const firstBad = waves.findIndex((wave) => wave.some(({ good }) => !good));
        if (firstBad >= 0)
          for (const { stack, state } of all) assert.equal(stack.index > firstBad ? state : "stopped", "stopped");
      }),
    );
  });

  it("begins nothing more once it is interrupted", async () => {
    const interruption = new AbortController();
    const all = await runWaves([["a"], ["b"]], {
      parallel: 1,
      signal: interruption.signal,
      deploy: () => {
        interruption.abort();
        return Promise.resolve({ succeeded: true });
      },
    });
    assert.deepEqual(
      all.map(({ state }) => state),
      ["succeeded", "stopped"],
    );
  });

  it("shows fifty stacks in fifty lines of bounded width, and whole what failed", async () => {
    const stacks = Array.from({ length: 50 }, (_, index) => shown(`customer-${String(index + 1).padStart(2, "0")}`));
    const waves = [stacks.slice(0, 1), stacks.slice(1, 26), stacks.slice(26)];
    const reason = `deployment shop/web: ${"0 of 3 pods are ready, ".repeat(12)}image not found`;
    const lines: string[] = [];
    let clock = 0;
    const all = await runWaves(waves, {
      parallel: 25,
      now: () => (clock += 500),
      deploy: ({ name }) =>
        child(
          name === "customer-20"
            ? `console.log(JSON.stringify({ failures: [{ what: "deployment shop/web", why: ${JSON.stringify(reason.slice(21))} }] })); process.exitCode = 3`
            : "",
        ),
      onChange: (changed: WaveProgress<ShownStack>) => lines.push(waveLine(changed)),
    });
    assert.equal(waveCounts(all), "25 succeeded, 1 failed, 24 not begun");
    const table = waveTable(all).split("\n");
    assert.equal(table.length, 1 + 50 + 1 + 1 + 1);
    for (const row of table.slice(0, 51)) assert.ok(row.length <= 200, row);
    assert.match(table[1] ?? "", /^ {2}✔ {2}customer-01 {2} +1 {2}succeeded {2}v1\.2\.0 +\d+ s$/);
    assert.match(table[20] ?? "", /^ {2}✘ {2}customer-20 {2} +2 {2}failed .*…$/);
    assert.match(table[50] ?? "", /^ {2}- {2}customer-50 {2} +3 {2}not begun {2}v1\.2\.0$/);
    assert.equal(table[52], `customer-20: ${reason}`);
    assert.equal(table[53], "25 succeeded, 1 failed, 24 not begun.");
    // Each that was begun has a line when it begins and one when it ends.
    assert.equal(lines.length, 2 * 26);
    assert.match(lines[0] ?? "", /^▸ customer-01: runs \(v1\.2\.0\)$/);
  }).timeout(60_000);
});

describe("a stack's own process", () => {
  it("succeeds by its exit code", async () => {
    assert.deepEqual(await child("console.log('{}')"), { succeeded: true });
  });

  it("fails with what its document names, else with its last words, else with its code", async () => {
    const failures = [{ what: "deployment dev/web", why: "not ready" }];
    assert.deepEqual(await child(`console.log('${JSON.stringify({ failures })}'); process.exitCode = 3`), {
      succeeded: false,
      reason: "deployment dev/web: not ready",
    });
    assert.deepEqual(await child("console.error('progress\\n\\nthe stack is locked'); process.exitCode = 1"), {
      succeeded: false,
      reason: "progress\nthe stack is locked",
    });
    assert.deepEqual(await child("process.exitCode = 7"), { succeeded: false, reason: "ended with code 7" });
    assert.deepEqual(await child("process.kill(process.pid, 'SIGKILL')"), {
      succeeded: false,
      reason: "ended by SIGKILL",
    });
  });

  it("fails where it can't be started, and ends when it is told to", async () => {
    const nowhere = await stackProcess({ program: "/nowhere", words: [], directory: "/" });
    assert.match(nowhere.reason ?? "", /^\/nowhere can't be started/);
    const interruption = new AbortController();
    const words = ["-e", "console.error('begun'); setInterval(() => undefined, 1000)"];
    const running = stackProcess({ program: process.execPath, words, directory: "/", signal: interruption.signal });
    setTimeout(() => {
      interruption.abort();
    }, 500);
    assert.equal((await running).succeeded, false);
  });
});
