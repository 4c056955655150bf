import assert from "node:assert/strict";
import fc from "fast-check";
import { costItem, monthlyCost, perMonth, pricesOf, unpriced } from "../../../components/cost/monthly-cost";

describe("what is paid by the month", () => {
  it("is the sum of its items, at least and at most, to the cent", () => {
    assert.deepEqual(monthlyCost([costItem("node", 24.004, 3, 5), costItem("load balancer", 12, 1)]), {
      currency: "USD",
      pricesOf,
      minimum: 84.01,
      maximum: 132.02,
      items: [
        { what: "node", each: 24, count: { minimum: 3, maximum: 5 }, minimum: 72.01, maximum: 120.02 },
        { what: "load balancer", each: 12, count: { minimum: 1, maximum: 1 }, minimum: 12, maximum: 12 },
      ],
    });
  });

  it("leaves out what nobody uses, and keeps what explains a gap", () => {
    const { items, maximum } = monthlyCost([costItem("NAT gateway", 32.85, 0), unpriced("somebody else's")]);
    assert.deepEqual(
      items.map(({ what }) => what),
      ["somebody else's"],
    );
    assert.equal(maximum, 0);
  });

  it("never costs less at the most than at the least, and nothing twice", () => {
    const count = fc.nat({ max: 1000 });
    const item = fc
      .tuple(fc.double({ min: 0.01, max: 1000, noNaN: true }), count, count)
      .map(([each, least, more]) => costItem("node", each, least, least + more));
    fc.assert(
      fc.property(fc.array(item), fc.array(item), (some, others) => {
        const [one, other, both] = [monthlyCost(some), monthlyCost(others), monthlyCost([...some, ...others])];
        assert.ok(both.minimum <= both.maximum);
        assert.ok(Math.abs(both.minimum - one.minimum - other.minimum) < 0.02);
        assert.ok(Math.abs(both.maximum - one.maximum - other.maximum) < 0.02);
      }),
    );
  });

  it("counts 730 hours to a month", () => {
    assert.equal(perMonth(0.1), 73);
  });

  it("says of what day its prices are", () => {
    assert.match(pricesOf, /^20\d\d-\d\d-\d\d$/);
  });
});
