import assert from "node:assert/strict";
import fc from "fast-check";
import { criticalPath, duration, schedule, type Task } from "../../bench/schedule";

const task = (id: string, seconds: number, ...after: readonly string[]): Task => ({ id, seconds, after });

/** Tasks in a random order, of which each waits for some of those with a lower number. */
const tasks = fc
  .array(fc.record({ seconds: fc.nat(1000), after: fc.array(fc.nat(30), { maxLength: 4 }) }), { maxLength: 30 })
  .map((drafts) =>
    drafts.map(({ seconds, after }, index) =>
      task(String(index), seconds, ...new Set(after.filter((other) => other < index).map(String))),
    ),
  )
  .chain((ordered) => fc.shuffledSubarray(ordered, { minLength: ordered.length }));

describe("the schedule of an up", () => {
  it("starts each task when the last that it waits for has ended", () => {
    const timed = schedule([task("pods", 30, "nodes", "secret"), task("secret", 1), task("nodes", 120)]);
    assert.deepEqual(timed.map(({ id, start, end }) => [id, start, end]).sort(), [
      ["nodes", 0, 120],
      ["pods", 120, 150],
      ["secret", 0, 1],
    ]);
  });

  it("names the chain that decides the end, first task first", () => {
    const path = criticalPath([
      task("vpc", 1),
      task("cluster", 300, "vpc"),
      task("key", 20),
      task("pods", 30, "cluster", "key"),
    ]);
    assert.deepEqual(
      path.map(({ id }) => id),
      ["vpc", "cluster", "pods"],
    );
  });

  it("takes no time for nothing", () => {
    assert.deepEqual(criticalPath([]), []);
    assert.equal(duration([]), 0);
  });

  it("says which task waits for an unknown one, and which wait for each other", () => {
    assert.throws(() => schedule([task("a", 1, "b")]), /^Error: a waits for b, which is no task\.$/);
    assert.throws(() => schedule([task("a", 1, "b"), task("b", 1, "a")]), /waits for [ab], which waits for/);
    assert.throws(() => schedule([task("a", 1, "a")]), /^Error: a waits for a, which waits for a\.$/);
  });

  it("bears chains longer than the stack is deep", () => {
    const chain = Array.from({ length: 50_000 }, (_, index) =>
      task(String(index), 1, ...(index === 0 ? [] : [String(index - 1)])),
    );
    assert.equal(duration(chain.toReversed()), 50_000);
  });

  it("keeps every order, wastes no time, and doesn't depend on the order of the list", () => {
    fc.assert(
      fc.property(tasks, (list) => {
        const timed = schedule(list);
        const byId = new Map(timed.map((one) => [one.id, one]));
        assert.equal(timed.length, list.length);
        const seen = new Set<string>();
        for (const { id, start, end, seconds, after } of timed) {
          const ends = after.map((other) => byId.get(other)?.end ?? Number.NaN);
          assert.equal(start, Math.max(0, ...ends));
          assert.equal(end, start + seconds);
          assert.ok(after.every((other) => seen.has(other)));
          seen.add(id);
        }
        assert.equal(duration(list), duration(list.toReversed()));
      }),
    );
  });

  it("finds a path without gaps that is as long as everything, and no longer than its parts", () => {
    fc.assert(
      fc.property(tasks, (list) => {
        const path = criticalPath(list);
        const latest = Math.max(0, ...schedule(list).map(({ end }) => end));
        assert.equal(path.at(-1)?.end ?? 0, latest);
        assert.equal(
          path.reduce((sum, { seconds }) => sum + seconds, 0),
          latest,
        );
        path.forEach((one, index) => {
          const before = path[index - 1];
          assert.equal(one.start, before?.end ?? 0);
          if (before !== undefined) assert.ok(one.after.includes(before.id));
        });
      }),
    );
  });

  it("never ends later when a task waits for less or takes less", () => {
    fc.assert(
      fc.property(tasks, fc.nat(), (list, pick) => {
        const index = list.length === 0 ? 0 : pick % list.length;
        const free = list.map((one, position) => (position === index ? { ...one, after: one.after.slice(1) } : one));
        const quick = list.map((one, position) =>
          position === index ? { ...one, seconds: Math.floor(one.seconds / 2) } : one,
        );
        assert.ok(duration(free) <= duration(list));
        assert.ok(duration(quick) <= duration(list));
      }),
    );
  });
});
