import assert from "node:assert/strict";
import fc from "fast-check";
import { imageReference, imageVersion, mirrorImage } from "../../components/image-reference";

const digest = `sha256:${"a".repeat(64)}`;

describe("imageReference", () => {
  it("joins a repository with a tag, a digest or both", () => {
    assert.equal(imageReference("r/a", "v1"), "r/a:v1");
    assert.equal(imageReference("r/a", digest), `r/a@${digest}`);
    assert.equal(imageReference("r/a", `@${digest}`), `r/a@${digest}`);
    assert.equal(imageReference("r/a", `v1@${digest}`), `r/a:v1@${digest}`);
  });
});

describe("mirrorImage", () => {
  it("replaces the registry's host, and adds one where there is none", () => {
    assert.equal(mirrorImage("ghcr.io/team/app:1", "mirror.local/x"), "mirror.local/x/team/app:1");
    assert.equal(mirrorImage("localhost/app:1", "m"), "m/app:1");
    assert.equal(mirrorImage("localhost:5000/app:1", "m"), "m/app:1");
    assert.equal(mirrorImage("team/app:1", "m"), "m/team/app:1");
    assert.equal(mirrorImage("redis:7", "m"), "m/redis:7");
    assert.equal(mirrorImage(`redis@${digest}`, "m"), `m/redis@${digest}`);
  });

  it("changes nothing without a mirror", () => {
    fc.assert(
      fc.property(fc.string(), (reference) => {
        assert.equal(mirrorImage(reference, undefined), reference);
      }),
    );
  });

  it("keeps repository, tag and digest of any reference", () => {
    const path = fc.stringMatching(/^[a-z]+(\/[a-z]+){0,2}(:[a-z0-9.]+)?(@sha256:[a-f0-9]{8})?$/);
    fc.assert(
      fc.property(fc.constantFrom("ghcr.io/", "quay.io:443/", "localhost/", ""), path, (registry, rest) => {
        const named = rest.startsWith("localhost/");
        if (!named) assert.equal(mirrorImage(`${registry}${rest}`, "mirror.local/all"), `mirror.local/all/${rest}`);
      }),
    );
  });
});

describe("imageVersion", () => {
  it("is the tag, or the digest where there is none", () => {
    const digest = `sha256:${"0".repeat(64)}`;
    assert.equal(imageVersion("registry.example:5000/team/web:v1.4.0"), "v1.4.0");
    assert.equal(imageVersion(`registry.example/web:v1.4.0@${digest}`), "v1.4.0");
    assert.equal(imageVersion(`registry.example:5000/web@${digest}`), digest);
    assert.equal(imageVersion("registry.example:5000/web"), undefined);
  });
});
