import assert from "node:assert/strict";
import { copySource, copyTarget, imageName } from "../../mirror/image-name";

const digest = `sha256:${"0".repeat(64)}`;

describe("an image's name", () => {
  it("is taken apart, ports of registries and all", () => {
    assert.deepEqual(imageName(`registry.internal:5000/a/b:v1@${digest}`), {
      repository: "registry.internal:5000/a/b",
      tag: "v1",
      digest,
    });
    assert.deepEqual(imageName("registry.internal:5000/a/b"), { repository: "registry.internal:5000/a/b" });
    assert.deepEqual(imageName(`redis@${digest}`), { repository: "redis", digest });
  });

  it("is copied by its digest where that is known, and to its tag", () => {
    assert.equal(copySource(`a/b:v1@${digest}`), `a/b@${digest}`);
    assert.equal(copyTarget(`a/b:v1@${digest}`), "a/b:v1");
    assert.equal(copySource("a/b:v1"), "a/b:v1");
    assert.equal(copyTarget("a/b:v1"), "a/b:v1");
  });

  it("gets a tag to be copied to where it has none", () => {
    assert.equal(copyTarget(`a/b@${digest}`), `a/b:sha256-${"0".repeat(64)}`);
    assert.equal(copySource("a/b"), "a/b:latest");
    assert.equal(copyTarget("a/b"), "a/b:latest");
  });
});
