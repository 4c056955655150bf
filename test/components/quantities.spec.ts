import assert from "node:assert/strict";
import fc from "fast-check";
import { formatBytes, formatCpu, parseQuantity } from "../../components/quantities";

describe("parseQuantity", () => {
  it("reads what Kubernetes writes", () => {
    const examples = {
      "250m": 0.25,
      "1.5": 1.5,
      "2": 2,
      "128Mi": 2 ** 27,
      "1Gi": 2 ** 30,
      "2Ti": 2 ** 41,
      "10k": 10_000,
      "1M": 1e6,
      "1G": 1e9,
      "64Ki": 65_536,
    };
    for (const [text, value] of Object.entries(examples)) assert.equal(parseQuantity(text), value, text);
  });

  it("refuses anything else, naming the setting", () => {
    for (const text of ["", "1 Gi", "-1", "1GiB", "lots", "1e3", "Gi", "1.", "0x10", "1m1", "٣"]) {
      assert.throws(() => parseQuantity(text, "size"), {
        name: "UsageError",
        message: `size is "${text}", which is no Kubernetes quantity; write a number with a unit, such as 250m (CPU), 512Mi or 20Gi.`,
      });
    }
  });

  it("throws nothing but that for any text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          assert.ok(parseQuantity(text) >= 0);
        } catch (error) {
          assert.equal((error as Error).name, "UsageError");
        }
      }),
    );
  });

  it("orders amounts of one unit as their numbers", () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), fc.constantFrom("", "m", "Mi", "Gi", "k"), (one, other, unit) => {
        assert.equal(
          Math.sign(parseQuantity(`${String(one)}${unit}`) - parseQuantity(`${String(other)}${unit}`)),
          Math.sign(one - other),
        );
      }),
    );
  });
});

describe("formatting", () => {
  it("is read back as the same amount", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (amount) => {
        assert.ok(Math.abs(parseQuantity(formatCpu(amount / 1000)) - amount / 1000) < 1e-9);
        const bytes = amount * 2 ** 20;
        assert.ok(Math.abs(parseQuantity(formatBytes(bytes)) - bytes) <= 2 ** 30 * 0.05 + 1);
      }),
    );
  });

  it("is as people write it", () => {
    assert.deepEqual([1.9, 2, 0.05].map(formatCpu), ["1900m", "2", "50m"]);
    assert.deepEqual([2 ** 27, 10 * 2 ** 30, 12.5 * 2 ** 30].map(formatBytes), ["128Mi", "10Gi", "12.5Gi"]);
  });
});
