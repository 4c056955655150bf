import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import type { ManifestJudge, Manifests } from "../../judge/contract";
import { builtGoJudge } from "../../judge/go-programs";
import { checkov } from "../../judge/judges/checkov";
import { kubeScore } from "../../judge/judges/kube-score";
import { kubeconform } from "../../judge/judges/kubeconform";
import { podSecurity } from "../../judge/judges/pod-security";
import { repositoryJudges } from "../../judge/judges/repository";
import { rootstock } from "../../judge/neighbours/rootstock";
import { yamlFiles } from "../../judge/running";
import { at, type Changeable, container } from "../policy/fault";
import { commit } from "./commit";
import { leftOut, said } from "./said";

/** One fault in a sound application, for each judge of manifests. */
const faults: readonly (readonly [ManifestJudge, string, (deployment: Changeable) => unknown, string])[] = [
  [kubeconform, "a field is misspelt", (made) => (at(made, "spec")["replicaz"] = 2), "schema"],
  [
    kubeScore,
    "a container may use all memory",
    (made) => (at(container(made), "resources", "limits")["memory"] = undefined),
    "container-resources",
  ],
  [
    checkov,
    "an image is taken by its tag alone",
    (made) => (container(made)["image"] = "registry.example.com/shop/basket:v1.4.2"),
    "CKV_K8S_43",
  ],
  [
    podSecurity,
    "a container may gain privileges",
    (made) => (at(container(made), "securityContext")["allowPrivilegeEscalation"] = true),
    "allowPrivilegeEscalation",
  ],
];

const workflowFile = ".github/workflows/a.yml";
const expression = (text: string): string => `\${{ ${text} }}`;

/** A workflow that says something. */
function workflow(on: string, words: string): string {
  const job = { "runs-on": "ubuntu-24.04", steps: [{ run: `echo ${words}` }] };
  return stringify({ on, permissions: {}, jobs: { a: job } });
}

/** What is wrong with a repository, for each of its judges. */
const wrongs: Readonly<Record<string, { readonly file: string; readonly text: string; readonly check: string }>> = {
  actionlint: {
    file: workflowFile,
    text: workflow("push", expression("nonsense.x")),
    check: "expression",
  },
  zizmor: {
    file: workflowFile,
    text: workflow("issues", expression("github.event.issue.title")),
    check: "template-injection",
  },
  gitleaks: {
    file: "a.ts",
    // Put together here, or it would be found in this file.
    text: `export const token = "${["glpat", "x7Kq2Vb9Zt4Wm1Yc8Rn5"].join("-")}";\n`,
    check: "gitlab-pat",
  },
};

describe("judges of other people's making", () => {
  let directory: string;
  let sound: Manifests;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "rootstock-faults-"));
    sound = await rootstock(directory);
  });

  after(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  for (const [judge, fault, change, check] of faults) {
    it(`${judge.name} finds nothing in a sound application, and sees that ${fault}`, async function () {
      // Kyverno's program takes as long to build as a control plane: tests use it where `npm run judge` has built it.
      if (judge === podSecurity && builtGoJudge("kyverno") === undefined) {
        return leftOut(this, "Kyverno's program isn't built; npm run judge builds it once");
      }
      const [file = ""] = yamlFiles(sound.folder).filter((path) => path.endsWith("/deployment-basket.yaml"));
      const text = readFileSync(file, "utf8");
      assert.deepEqual(await said(this, () => judge.judge([sound])), []);
      const made = parse(text) as Changeable;
      change(made);
      try {
        writeFileSync(file, stringify(made));
        const found = await judge.judge([sound]);
        assert.deepEqual(
          [...new Set(found.map((finding) => [finding.check, finding.subject].join(" ")))],
          [`${check} Deployment/basket`],
        );
      } finally {
        writeFileSync(file, text);
      }
    });
  }

  for (const judge of repositoryJudges) {
    it(`${judge.name} finds nothing in a repository until there is something wrong`, async function () {
      const wrong = wrongs[judge.name];
      assert.ok(wrong !== undefined, `${judge.name} has no fault here`);
      const repository = join(directory, judge.name);
      const write = (file: string, text: string): void => {
        mkdirSync(dirname(join(repository, file)), { recursive: true });
        writeFileSync(join(repository, file), text);
      };
      write(workflowFile, workflow("push", "fine"));
      commit(repository);
      assert.deepEqual(
        (await said(this, () => judge.judge(repository))).map(({ check }) => check),
        [],
      );
      write(wrong.file, wrong.text);
      commit(repository);
      assert.ok((await judge.judge(repository)).some(({ check }) => check === wrong.check));
    });
  }
});
