import assert from "node:assert/strict";
import type { Exemption, JudgeFinding } from "../../judge/contract";
import { judged } from "../../judge/exempt";
import { exemptions } from "../../judge/exemptions";
import { checkovFindings } from "../../judge/judges/checkov";
import { kubeScoreFindings } from "../../judge/judges/kube-score";
import { kubeconformFindings } from "../../judge/judges/kubeconform";
import { podSecurityFindings } from "../../judge/judges/pod-security";
import { actionlintFindings, gitleaksFindings, zizmorFindings } from "../../judge/judges/repository";
import { strictSchemas } from "../../judge/kubernetes-schemas";
import { tally } from "../../judge/tally";

const place = { system: "todo", environment: "prod" } as const;

const finding: JudgeFinding = { judge: "kube-score", check: "x", subject: "Pod/a", message: "critical: X", place };
const exemption: Exemption = { judge: "kube-score", check: "x", reason: "It has to be.", expires: "2026-12-31" };

describe("what judges say", () => {
  it("reads kube-score's criticals and warnings, but nothing that is skipped or fine", () => {
    const check = (id: string, grade: number, skipped = false) => ({ check: { id, name: id }, grade, skipped });
    const scored = [
      {
        type_meta: { kind: "Deployment" },
        object_meta: { name: "web" },
        checks: [check("a", 1), check("b", 5), check("c", 10), check("d", 1, true)],
      },
      { type_meta: { kind: "Namespace" }, object_meta: { name: "n" }, checks: null },
    ];
    assert.deepEqual(
      kubeScoreFindings(JSON.stringify(scored), place).map((found) => [found.check, found.subject, found.message]),
      [
        ["a", "Deployment/web", "critical: a"],
        ["b", "Deployment/web", "warning: b"],
      ],
    );
  });

  it("reads checkov's failed checks, by the folder of each plan, in one report or several", () => {
    const failed = {
      check_id: "CKV_1",
      check_name: "Why",
      resource: "Pod.ns.web",
      file_path: "/todo-prod/ns/pod.yaml",
    };
    const report = { results: { failed_checks: [failed] } };
    for (const output of [report, [report, {}]]) {
      assert.deepEqual(
        checkovFindings(JSON.stringify(output), (folder) => ({ system: folder })),
        [{ judge: "checkov", check: "CKV_1", subject: "Pod/web", message: "Why", place: { system: "todo-prod" } }],
      );
    }
  });

  it("reads what is said of the repository, without the secret that was found", () => {
    const [lint] = actionlintFindings(
      JSON.stringify([{ message: "bad", filepath: ".github/workflows/a.yml", line: 3, kind: "expression" }]),
    );
    assert.equal(lint?.subject, ".github/workflows/a.yml:3");
    const [zizmor] = zizmorFindings(
      JSON.stringify([
        { ident: "artipacked", desc: "bad", locations: [{ symbolic: { key: { Local: { given_path: "a.yml" } } } }] },
      ]),
    );
    assert.deepEqual([zizmor?.check, zizmor?.subject], ["artipacked", "a.yml"]);
    const leak = { RuleID: "aws", Description: "A key", File: "a.ts", StartLine: 1, Secret: "s3cr3t", Match: "s3cr3t" };
    assert.ok(!JSON.stringify(gitleaksFindings(JSON.stringify([leak]))).includes("s3cr3t"));
  });
});

describe("exemptions of judges' findings", () => {
  it("cover what they name until their last day, and nothing after it", () => {
    assert.deepEqual(judged([finding], [exemption], "2026-12-31").standing, []);
    const late = judged([finding], [exemption], "2027-01-01");
    assert.deepEqual([late.standing, late.expired], [[finding], [exemption]]);
  });

  it("cover no other judge, check, subject, system or environment", () => {
    const others: readonly Exemption[] = [
      { ...exemption, judge: "checkov" },
      { ...exemption, check: "y" },
      { ...exemption, subject: /^Pod\/b$/ },
      { ...exemption, systems: ["chloromaster"] },
      { ...exemption, environments: ["dev"] },
    ];
    const { standing, unused } = judged([finding], others, "2026-12-01");
    assert.deepEqual([standing, unused], [[finding], others]);
  });

  it("each say why in a sentence, and none is for ever", () => {
    for (const { reason, expires } of exemptions) {
      assert.match(reason, /^[A-Z].{20,}\.$/);
      assert.match(expires, /^20\d\d-\d\d-\d\d$/);
      assert.ok(expires < "2028", expires);
    }
  });
});

describe("what kubeconform and Kyverno say", () => {
  it("reads what kubeconform calls invalid or can't read", () => {
    const resource = (status: string) => ({ kind: "Service", name: "a", status, msg: "why" });
    const output = JSON.stringify({ resources: ["statusValid", "statusInvalid", "statusError"].map(resource) });
    assert.deepEqual(
      kubeconformFindings(output, place).map(({ check, subject, message }) => [check, subject, message]),
      [
        ["schema", "Service/a", "why"],
        ["unreadable", "Service/a", "why"],
      ],
    );
  });

  it("reads a finding for each control of Pod Security, after what Kyverno says first", () => {
    const resources = [{ kind: "Deployment", name: "web" }];
    const results = [
      { result: "pass", message: "", resources },
      { result: "fail", message: "no", resources, properties: { controls: "seccompProfile,capabilities" } },
    ];
    assert.deepEqual(
      podSecurityFindings(`Warning: old\n${JSON.stringify({ results })}`, place).map(({ check, subject }) => [
        check,
        subject,
      ]),
      [
        ["seccompProfile", "Deployment/web"],
        ["capabilities", "Deployment/web"],
      ],
    );
  });

  it("makes schemas strict, each with what it refers to and nothing else", () => {
    const definitions = {
      Spec: { type: "object", properties: { port: { $ref: "#/definitions/Port" } } },
      Port: { type: "string", format: "int-or-string" },
      Other: { type: "object" },
      Thing: {
        type: "object",
        properties: { spec: { $ref: "#/definitions/Spec" } },
        "x-kubernetes-group-version-kind": [{ group: "apps.example.io", version: "v1", kind: "Thing" }],
      },
    };
    assert.deepEqual(strictSchemas({ definitions }), {
      "thing-apps-v1.json": {
        $ref: "#/definitions/Thing",
        definitions: {
          Thing: { type: "object", properties: definitions.Thing.properties, additionalProperties: false },
          Spec: { ...definitions.Spec, additionalProperties: false },
          Port: { type: ["integer", "string"] },
        },
      },
    });
  });
});

describe("the table of judges", () => {
  it("has a row for each place, kube-score in two columns, and a dash where nobody judged", () => {
    const warning: JudgeFinding = { ...finding, message: "warning: Y" };
    const { header, rows } = tally(
      [
        { judges: ["kube-score"], places: [place] },
        { judges: ["gitleaks"], places: [{ system: "repository" }] },
      ],
      { standing: [finding], exempted: [warning, warning] },
    );
    assert.deepEqual(header, ["judged", "kube-score critical", "warning", "gitleaks"]);
    assert.deepEqual(rows, [
      ["todo prod", "1", "0 (+2)", "–"],
      ["repository", "–", "–", "0"],
    ]);
  });
});
