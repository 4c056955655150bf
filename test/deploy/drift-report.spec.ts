import assert from "node:assert/strict";
import { driftReport } from "../../deploy/drift-report";

describe("the report of drift", () => {
  it("names fields, who set them, and what to run for each kind of thing", () => {
    const by = { by: "kubectl-patch", since: "2026-11-21T08:00:00.000Z" };
    const report = driftReport("dev", [
      { what: "service dev/web", how: "missing", fields: [] },
      {
        what: "namespace dev",
        how: "changed",
        fields: [{ path: "metadata.labels.team", wanted: "(nothing)", found: "me" }],
      },
      {
        what: "deployment logs/loki (release logs/loki)",
        how: "changed",
        fields: [{ path: "spec.minReadySeconds", wanted: "0", found: "7", ...by }],
      },
    ]);
    assert.equal(
      report,
      [
        "service dev/web: missing",
        "namespace dev: changed",
        "  metadata.labels.team: (nothing) → me",
        "deployment logs/loki (release logs/loki): changed",
        "  spec.minReadySeconds: 0 → 7 (by kubectl-patch, 2026-11-21T08:00:00.000Z)",
        "",
        "2 changed, 1 missing. What shall stay belongs into the stack's configuration.",
        "rootstock up --take-back puts back what the stack itself sets.",
        "helm history -n logs loki tells the latest revision, and helm rollback -n logs loki REVISION puts back what that installed.",
        "Fields of which the stack says (nothing) stay until somebody removes them.",
      ].join("\n"),
    );
  });

  it("says that nothing was changed", () => {
    assert.equal(driftReport("dev", []), "Nothing of stack dev was changed by hand.");
  });
});
