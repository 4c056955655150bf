import assert from "node:assert/strict";
import fc from "fast-check";
import type { SleepSettings } from "../../../components/application/sleep";
import { awakeShare } from "../../../components/application/sleep";
import { clockText, sleepHours } from "../../../components/application/sleep-clock";

const night: SleepSettings = { from: "20:00", until: "07:00", weekends: true, timeZone: "Etc/UTC" };

/** Asleep or awake at a moment, since when, and until when. */
function at(time: string, settings: Partial<SleepSettings> = {}): readonly [boolean, string, string] {
  const { asleep, since, until } = sleepHours({ ...night, ...settings }, new Date(time));
  return [asleep, since.toISOString().slice(0, 16), until.toISOString().slice(0, 16)];
}

describe("the hours at which a stack sleeps", () => {
  it("are those of the night, from the minute of one job to that of the other", () => {
    // A Wednesday.
    assert.deepEqual(at("2026-11-18T19:59:59Z"), [false, "2026-11-18T07:00", "2026-11-18T20:00"]);
    assert.deepEqual(at("2026-11-18T20:00:00Z"), [true, "2026-11-18T20:00", "2026-11-19T07:00"]);
    assert.deepEqual(at("2026-11-19T06:59:59Z"), [true, "2026-11-18T20:00", "2026-11-19T07:00"]);
    assert.deepEqual(at("2026-11-19T07:00:00Z"), [false, "2026-11-19T07:00", "2026-11-19T20:00"]);
  });

  it("are the whole weekend, unless it says otherwise", () => {
    assert.deepEqual(at("2026-11-21T12:00:00Z"), [true, "2026-11-20T20:00", "2026-11-23T07:00"]);
    assert.deepEqual(at("2026-11-22T21:00:00Z"), [true, "2026-11-20T20:00", "2026-11-23T07:00"]);
    const weekends = false;
    assert.deepEqual(at("2026-11-21T12:00:00Z", { weekends }), [false, "2026-11-21T07:00", "2026-11-21T20:00"]);
    assert.deepEqual(at("2026-11-22T21:00:00Z", { weekends }), [true, "2026-11-22T20:00", "2026-11-23T07:00"]);
  });

  it("may begin after midnight, or be by day", () => {
    const late = { from: "00:30" };
    assert.deepEqual(at("2026-11-21T00:10:00Z", late), [false, "2026-11-20T07:00", "2026-11-21T00:30"]);
    assert.deepEqual(at("2026-11-21T01:00:00Z", late), [true, "2026-11-21T00:30", "2026-11-23T07:00"]);
    const byDay = { from: "09:00", until: "17:00" };
    assert.deepEqual(at("2026-11-18T12:00:00Z", byDay), [true, "2026-11-18T09:00", "2026-11-18T17:00"]);
    assert.deepEqual(at("2026-11-20T23:00:00Z", byDay), [false, "2026-11-20T17:00", "2026-11-21T09:00"]);
  });

  it("are those of the clock on its wall, also where that was changed meanwhile", () => {
    const timeZone = "Europe/Berlin";
    assert.deepEqual(at("2026-07-15T18:30:00Z", { timeZone }), [true, "2026-07-15T18:00", "2026-07-16T05:00"]);
    assert.deepEqual(at("2026-11-18T18:30:00Z", { timeZone }), [false, "2026-11-18T06:00", "2026-11-18T19:00"]);
    // Clocks go forward on 29 March 2026, and back on 25 October: both on a Sunday in the middle of the weekend.
    assert.deepEqual(at("2026-03-28T12:00:00Z", { timeZone }), [true, "2026-03-27T19:00", "2026-03-30T05:00"]);
    assert.deepEqual(at("2026-10-24T12:00:00Z", { timeZone }), [true, "2026-10-23T18:00", "2026-10-26T06:00"]);
    // Half an hour off, and a day ahead of UTC.
    assert.deepEqual(at("2026-11-22T20:00:00Z", { timeZone: "Pacific/Auckland" }), [
      false,
      "2026-11-22T18:00",
      "2026-11-23T07:00",
    ]);
    assert.equal(at("2026-11-18T15:00:00Z", { timeZone: "Asia/Kolkata" })[0], true);
  });

  it("are told by the clock of their place", () => {
    const until = new Date("2026-11-23T06:00:00Z");
    assert.equal(clockText(until, "Europe/Berlin"), "Mon 2026-11-23 07:00 Europe/Berlin");
    assert.equal(clockText(new Date("2026-11-23T00:00:00Z"), "Etc/UTC"), "Mon 2026-11-23 00:00 Etc/UTC");
  });

  it("are as many as its costs are reckoned with, and the next change is the last one's opposite", () => {
    const time = fc
      .record({ hours: fc.integer({ min: 0, max: 23 }), minutes: fc.integer({ min: 0, max: 59 }) })
      .map(({ hours, minutes }) => [hours, minutes].map((part) => String(part).padStart(2, "0")).join(":"));
    fc.assert(
      fc.property(time, time, fc.boolean(), (from, until, weekends) => {
        fc.pre(from !== until);
        const settings = { from, until, weekends, timeZone: "Etc/UTC" };
        const week = 7 * 24 * 3_600_000;
        const start = Date.parse("2026-11-16T00:00:00Z");
        let now = sleepHours(settings, new Date(start)).until.getTime();
        const end = now + week;
        let awake = 0;
        while (now < end) {
          const { asleep, since, until: next } = sleepHours(settings, new Date(now));
          assert.equal(since.getTime(), now);
          assert.ok(next.getTime() > now);
          if (!asleep) awake += next.getTime() - now;
          now = next.getTime();
        }
        assert.equal(now, end);
        assert.ok(Math.abs(awake / week - awakeShare(settings)) < 1e-9);
      }),
      { numRuns: 100 },
    );
  });
});
