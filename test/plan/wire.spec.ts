import assert from "node:assert/strict";
import { runtime } from "@pulumi/pulumi";
import fc from "fast-check";
import { clear, hideSecrets, redacted, secretTexts } from "../../plan/wire";

const marked = (value: unknown): unknown => ({ [runtime.specialSigKey]: runtime.specialSecretSig, value });

/** A value with secrets in it, the same in clear, and the secret texts. */
const withSecrets = fc.letrec<{ value: { wire: unknown; plain: unknown } }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)).map((plain) => ({ wire: plain, plain })),
    fc
      .array(tie("value"), { maxLength: 3 })
      .map((items) => ({ wire: items.map(({ wire }) => wire), plain: items.map(({ plain }) => plain) })),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), tie("value"), { maxKeys: 3 }).map((entries) => ({
      wire: Object.fromEntries(Object.entries(entries).map(([key, { wire }]) => [key, wire])),
      plain: Object.fromEntries(Object.entries(entries).map(([key, { plain }]) => [key, plain])),
    })),
    tie("value").map(({ wire, plain }) => ({ wire: marked(wire), plain })),
  ),
})).value;

describe("values on the wire", () => {
  it("are the plain values once they are cleared", () => {
    fc.assert(
      fc.property(withSecrets, ({ wire, plain }) => {
        assert.deepEqual(clear(wire), plain);
      }),
    );
  });

  it("keep their structure and lose every secret when they are hidden", () => {
    fc.assert(
      fc.property(withSecrets, ({ wire }) => {
        const hidden = marked(hideSecrets(marked(wire)));
        assert.ok(secretTexts(hidden).every((text) => text === redacted));
      }),
    );
    assert.deepEqual(hideSecrets({ a: marked({ b: ["x", 5, null], c: marked("y") }), d: "open" }), {
      a: { b: [redacted, redacted, null], c: redacted },
      d: "open",
    });
  });

  it("tell all secret texts and no other", () => {
    assert.deepEqual(secretTexts({ a: marked("one"), b: ["open", marked({ c: "two", d: marked("three") })] }), [
      "one",
      "two",
      "three",
    ]);
    assert.deepEqual(secretTexts({ a: "open" }), []);
  });

  it("stand for resources by their id, or their URN", () => {
    const resource = (rest: object) => ({ [runtime.specialSigKey]: runtime.specialResourceSig, urn: "urn", ...rest });
    assert.deepEqual(clear([resource({ id: "id" }), resource({})]), ["id", "urn"]);
  });
});
