import assert from "node:assert/strict";
import fc from "fast-check";
import { parse, parseDocument } from "yaml";
import { UsageError } from "../../components/errors";
import { pinsOf, taggedImages } from "../../pin/pins";
import { withDigests } from "../../pin/stack-digests";
import { pinned } from "../../stacks/config/digests";

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;

describe("images by digest", () => {
  it("has the recorded digest behind the tag, and leaves alone what has none", () => {
    const digests = { "ghcr.io/acme/web:v1": digest("a") };
    assert.equal(pinned("ghcr.io/acme/web:v1", digests), `ghcr.io/acme/web:v1@${digest("a")}`);
    assert.equal(pinned("ghcr.io/acme/web:v2", digests), "ghcr.io/acme/web:v2");
    assert.equal(pinned(`ghcr.io/acme/web@${digest("b")}`, digests), `ghcr.io/acme/web@${digest("b")}`);
    assert.equal(pinned("toString", digests), "toString");
  });

  it("asks for each image that has no digest of its own, once", () => {
    assert.deepEqual(taggedImages(["b:2", "a:1", "b:2", `c:3@${digest("c")}`]), ["a:1", "b:2"]);
  });

  it("tells what is recorded, new and moved", async () => {
    const recorded = { "a:1": digest("a"), "b:1": digest("0") };
    const pins = await pinsOf(["a:1", "b:1", "c:1"], recorded, (image) => Promise.resolve(digest(image.slice(0, 1))));
    assert.deepEqual(
      pins.map(({ image, state }) => [image, state]),
      [
        ["a:1", "recorded"],
        ["b:1", "moved"],
        ["c:1", "new"],
      ],
    );
  });

  it("names every image that no registry gives", async () => {
    const refuse = (image: string): Promise<string> =>
      image === "a:1" ? Promise.resolve(digest("a")) : Promise.reject(new UsageError(`${image}: unknown`));
    await assert.rejects(pinsOf(["a:1", "b:1", "c:1"], {}, refuse), { message: "b:1: unknown\nc:1: unknown" });
    await assert.rejects(
      pinsOf(["a:1"], {}, () => Promise.reject(new TypeError("a fault"))),
      TypeError,
    );
  });
});

describe("a stack's file with digests", () => {
  const text = [
    "# who we are",
    "config:",
    "  rootstock:environment: prod # the third",
    "  rootstock:secrets: { A: { secure: v1:abc= } }",
    "encryptionsalt: v1:salt",
    "",
  ].join("\n");

  it("keeps everything else as it was", () => {
    const written = withDigests(text, [{ image: "a:1", digest: digest("a"), state: "new" }]);
    for (const line of text.trim().split("\n")) assert.ok(written.includes(line), line);
    const { config } = parse(written) as { config: Record<string, unknown> };
    assert.deepEqual(config["rootstock:digests"], { "a:1": digest("a") });
  });

  it("drops what the stack no longer takes, and is the same when written again", () => {
    const image = fc.stringMatching(/^[a-z]{1,9}(\/[a-z]{1,9}){0,2}:[A-Za-z0-9_]{1,9}$/);
    const pins = fc.array(
      fc.record({ image, digest: fc.constantFrom(digest("a"), digest("b")), state: fc.constant("new" as const) }),
    );
    fc.assert(
      fc.property(pins, pins, (before, after) => {
        const written = withDigests(withDigests(text, before), after);
        const { config } = parse(written) as { config: Record<string, unknown> };
        assert.deepEqual(config["rootstock:digests"], Object.fromEntries(after.map((pin) => [pin.image, pin.digest])));
        assert.equal(withDigests(written, after), written);
        assert.deepEqual(parseDocument(written).errors, []);
      }),
    );
  });
});
