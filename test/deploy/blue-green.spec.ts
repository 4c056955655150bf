import assert from "node:assert/strict";
import fc from "fast-check";
import {
  activeSlot,
  releaseOf,
  servedTag,
  servedVersions,
  servingVersions,
  stagesOf,
  standbyTag,
} from "../../deploy/blue-green";
import type { Versions } from "../../deploy/contract";
import { sameVersions, tagOf, versionChanges } from "../../deploy/version-changes";

const slotted = ["web", "api"];
const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const tag = fc.constantFrom("v1", "v2", "v3", "v4");
const versions: fc.Arbitrary<Versions> = fc.record(
  {
    imageTag: fc.oneof(
      tag,
      fc
        .tuple(tag, fc.dictionary(fc.constantFrom("store", "web-blue", "web-green", "api-blue", "api-green"), tag))
        .map(([other, own]) => ({ ...own, default: other })),
    ),
    slots: fc.dictionary(fc.constantFrom(...slotted), fc.constantFrom("blue", "green")),
    digests: fc.constant({}),
  },
  { noNullPrototype: true },
);

const slots = (blue: string, green: string, web: "blue" | "green", digests: Versions["digests"] = {}): Versions => ({
  imageTag: { default: "v1", "web-blue": blue, "web-green": green },
  slots: { web },
  digests,
});

describe("versions that are served", () => {
  it("are those of the other stack, whichever slot has them, and the slot that served stays the way back", () => {
    fc.assert(
      fc.property(versions, versions, (wanted, current) => {
        const next = servingVersions(wanted, current, slotted);
        for (const workload of slotted) {
          assert.equal(servedTag(next, workload), servedTag(wanted, workload));
          const before = activeSlot(current, workload);
          assert.equal(tagOf(next, `${workload}-${before}`), servedTag(current, workload));
          if (servedTag(current, workload) === servedTag(wanted, workload))
            assert.equal(standbyTag(next, workload), standbyTag(current, workload));
        }
        assert.equal(tagOf(next, "store"), tagOf(wanted, "store"));
        assert.ok(sameVersions(servingVersions(wanted, next, slotted), next), "the second time changes nothing");
      }),
    );
  });

  it("are in both slots of a stack that was never deployed", () => {
    fc.assert(
      fc.property(versions, (wanted) => {
        const next = servingVersions(wanted, undefined, slotted);
        for (const workload of slotted) {
          assert.equal(servedTag(next, workload), servedTag(wanted, workload));
          assert.equal(standbyTag(next, workload), servedTag(wanted, workload));
        }
      }),
    );
  });

  it("stay one tag where they are one and there are no slots", () => {
    assert.deepEqual(servingVersions({ imageTag: "v2", slots: {}, digests: {} }, slots("a", "b", "blue"), []), {
      imageTag: "v2",
      slots: {},
      digests: {},
    });
  });

  it("need a switch alone where the slot that stands by has them", () => {
    assert.deepEqual(
      servingVersions(slots("v1", "v0", "blue"), slots("v1", "v2", "green"), ["web"]),
      slots("v1", "v2", "blue"),
    );
  });

  it("come with their digests, and those of what stands by and of what only this stack has are kept", () => {
    const wanted = slots("v3", "v2", "blue", { "r.io/web:v3": digest("3"), "r.io/web:v2": digest("2") });
    const current = slots("v1", "v0", "blue", {
      "r.io/web:v1": digest("1"),
      "r.io/web:v0": digest("0"),
      "docker.io/redis:7": digest("7"),
    });
    assert.deepEqual(servingVersions(wanted, current, ["web"]), {
      ...slots("v1", "v3", "green"),
      digests: {
        "r.io/web:v1": digest("1"),
        "docker.io/redis:7": digest("7"),
        "r.io/web:v3": digest("3"),
        "r.io/web:v2": digest("2"),
      },
    });
  });

  it("are the same whatever stands by", () => {
    const one = servedVersions(slots("v1", "v2", "blue", { "r.io/web:v2": digest("2") }), ["web"]);
    assert.ok(sameVersions(one, servedVersions(slots("v0", "v1", "green"), ["web"])));
    assert.ok(!sameVersions(one, servedVersions(slots("v1", "v2", "green"), ["web"])));
    assert.ok(!sameVersions(one, servedVersions(slots("v1", "v2", "blue", { "r.io/web:v1": digest("1") }), ["web"])));
  });
});

describe("stages on the way to versions", () => {
  it("never send users to a slot that hasn't what it should serve yet", () => {
    fc.assert(
      fc.property(versions, versions, (wanted, current) => {
        const aim = servingVersions(wanted, current, slotted);
        const stages = stagesOf(current, aim, slotted);
        assert.ok(sameVersions(stages.at(-1)?.versions ?? current, aim));
        let before = current;
        for (const { standingBy, switching, versions: next } of stages) {
          for (const workload of slotted) {
            const moved = activeSlot(before, workload) !== activeSlot(next, workload);
            assert.equal(moved, switching.includes(workload));
            if (moved) assert.equal(standbyTag(before, workload), servedTag(next, workload));
            else assert.equal(servedTag(before, workload), servedTag(next, workload));
            assert.equal(
              standbyTag(before, workload) !== standbyTag(next, workload) && !moved,
              standingBy.includes(workload),
            );
          }
          before = next;
        }
      }),
    );
  });

  it("are two for a new tag, one for the way back, and one for a stack that was never deployed", () => {
    const first = slots("v1", "v0", "blue");
    const last = releaseOf(first, "web", "v2", ["web"]);
    assert.deepEqual(stagesOf(first, last, ["web"]), [
      { versions: slots("v1", "v2", "blue"), standingBy: ["web"], switching: [] },
      { versions: slots("v1", "v2", "green"), standingBy: [], switching: ["web"] },
    ]);
    assert.deepEqual(stagesOf(last, slots("v1", "v2", "blue"), ["web"]), [
      { versions: slots("v1", "v2", "blue"), standingBy: [], switching: ["web"] },
    ]);
    assert.equal(stagesOf(undefined, last, ["web"]).length, 1);
  });
});

describe("a release of a workload", () => {
  it("is for workloads with slots", () => {
    const current = slots("v1", "v0", "blue");
    assert.equal(releaseOf(current, "web", "v1", ["web"]), current);
    assert.throws(() => releaseOf(current, "wep", "v2", ["web", "api"]), {
      message: "wep is no workload that is released blue/green; choose one of web, api.",
    });
    assert.throws(() => releaseOf(current, "web", "v2", []), {
      message:
        "No workload of this stack is released blue/green, so web can't be; set its tag in the stack's file (imageTag), and run rootstock up.",
    });
  });
});

describe("changes of versions", () => {
  it("name every tag, slot and digest that differs, and nothing else", () => {
    const before: Versions = { imageTag: "v1", slots: { web: "blue" }, digests: { "r.io/web:v1": digest("1") } };
    const after: Versions = { imageTag: { default: "v1", web: "v2" }, slots: { web: "green" }, digests: {} };
    assert.deepEqual(versionChanges(before, after), [
      { what: "web", before: "v1", after: "v2" },
      { what: "slot of web", before: "blue", after: "green" },
      { what: "digest of r.io/web:v1", before: digest("1"), after: undefined },
    ]);
    fc.assert(
      fc.property(versions, versions, (one, other) => {
        assert.equal(versionChanges(one, other).length === 0, sameVersions(one, other));
      }),
    );
  });
});
