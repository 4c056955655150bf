import assert from "node:assert/strict";
import { refuseUnconfirmedVersions } from "../../deploy/confirmation";
import type { ReleasePlan } from "../../deploy/release-plans";
import { changeReport, resultReport } from "../../deploy/release-report";

const sentence = (...asked: Parameters<typeof refuseUnconfirmedVersions>): string => {
  try {
    refuseUnconfirmedVersions(...asked);
    return "";
  } catch (error) {
    return String(error);
  }
};

describe("a confirmation", () => {
  it("is asked for in production, and must be the stack's name", () => {
    assert.equal(sentence({ environment: "prod", stack: "prod", confirm: "prod" }), "");
    assert.equal(
      sentence({ environment: "prod", stack: "shop-prod" }),
      "UsageError: shop-prod is production; nothing was changed. To go on, add --confirm=shop-prod.",
    );
    assert.equal(
      sentence({ environment: "prod", stack: "shop-prod", confirm: "prod" }),
      'UsageError: --confirm is "prod", but the stack is shop-prod; nothing was changed.',
    );
  });

  it("isn't asked for elsewhere, but must be right where it is given", () => {
    assert.equal(sentence({ environment: "staging", stack: "staging" }), "");
    assert.match(sentence({ environment: "staging", stack: "staging", confirm: "prod" }), /but the stack is staging/);
  });
});

describe("what is told of a change of versions", () => {
  const versions = { imageTag: "v2", slots: {}, digests: {} };
  const plan: ReleasePlan = {
    command: "release",
    message: "release web v2",
    current: undefined,
    wanted: versions,
    changes: [
      { what: "web-green", before: undefined, after: "v2" },
      { what: "slot of web", before: "blue", after: "green" },
    ],
    stages: [
      { versions, standingBy: ["web"], switching: [] },
      { versions, standingBy: [], switching: ["web"] },
    ],
  };

  it("are the versions, and the order of things, beforehand", () => {
    assert.equal(
      changeReport(plan, "prod"),
      [
        "prod: release web v2",
        "  web-green    none  ->  v2",
        "  slot of web  blue  ->  green",
        "  1. web stands by, and is asked",
        "  2. web is switched",
      ].join("\n"),
    );
    assert.equal(
      changeReport({ ...plan, changes: [], stages: [] }, "prod"),
      "prod: release web v2\n  no version changes",
    );
  });

  it("is how it ended, and what to do", () => {
    const steps = [{ do: "update", what: "service shop/web" }] as const;
    assert.equal(
      resultReport({ result: "deployed", steps }, "prod", 9.87),
      "prod runs these versions after 9.9 s; 1 object changed, and its file says so.",
    );
    assert.equal(
      resultReport({ result: "returned", reason: "web answered 500", steps: [] }, "prod", 30),
      "prod runs what it ran before, after 30.0 s, and its file says so. What failed: web answered 500",
    );
    assert.equal(
      resultReport({ result: "failed", reason: "web: not ready", steps: [] }, "prod", 30),
      "prod isn't well, after 30.0 s: web: not ready\nMend that and run the same command again, or see rootstock history and rootstock rollback --to N.",
    );
  });
});
