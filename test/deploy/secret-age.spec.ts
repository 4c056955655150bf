import assert from "node:assert/strict";
import fc from "fast-check";
import { dayOf, daysAfter, secretAge, usualDays, warningDays } from "../../deploy/secret-age";

const day = fc
  .date({ min: new Date("1990-01-01T00:00:00Z"), max: new Date("2150-12-31T23:59:59Z"), noInvalidDate: true })
  .map(dayOf);
const limit = fc.integer({ min: 1, max: 2000 });

describe("the age of a secret", () => {
  it("is counted in a calendar's days, over leap years and summer times", () => {
    assert.equal(daysAfter("2028-02-28", 1), "2028-02-29");
    assert.equal(daysAfter("2026-03-28", 2), "2026-03-30");
    assert.equal(daysAfter("2026-11-21", 90), "2027-02-19");
    fc.assert(
      fc.property(day, limit, fc.integer({ min: 0, max: 1000 }), (start, some, more) => {
        assert.equal(daysAfter(daysAfter(start, some), more), daysAfter(start, some + more));
        assert.equal(daysAfter(daysAfter(start, some), -some), start);
      }),
    );
  });

  it("is fine, then soon, then due: the warning comes before the day, and nothing after it is fine again", () => {
    fc.assert(
      fc.property(day, limit, fc.integer({ min: 0, max: 3000 }), (rotated, days, later) => {
        const { due, left, standing } = secretAge(rotated, days, daysAfter(rotated, later));
        assert.equal(due, daysAfter(rotated, days));
        assert.equal(left, days - later);
        assert.equal(standing, later >= days ? "due" : days - later <= warningDays ? "soon" : "fine");
      }),
    );
  });

  it("changes at the very day", () => {
    const at = (today: string): string => secretAge("2026-11-21", usualDays, today).standing;
    assert.deepEqual(["2027-02-04", "2027-02-05", "2027-02-18", "2027-02-19", "2027-02-20"].map(at), [
      "fine",
      "soon",
      "soon",
      "due",
      "due",
    ]);
  });

  it("isn't known without a day, can't lie ahead, and doesn't matter where nothing is ever due", () => {
    fc.assert(
      fc.property(day, limit, fc.integer({ min: 1, max: 3000 }), (today, days, ahead) => {
        assert.deepEqual(secretAge(undefined, days, today), { standing: "undated" });
        assert.equal(secretAge(daysAfter(today, ahead), days, today).standing, "ahead");
        assert.deepEqual(secretAge(undefined, "never", today), { standing: "fine" });
      }),
    );
  });
});
