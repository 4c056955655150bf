import assert from "node:assert/strict";
import { UsageError } from "../../components/errors";
import { pinsOf, taggedImages } from "../../pin/pins";
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
