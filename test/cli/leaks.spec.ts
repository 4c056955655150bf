import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { rootstock } from "../../cli/program";
import { withStores } from "../../components/application/stores/expansion";
import { planFiles, planList } from "../../plan/manifests";
import { type Plan, plan } from "../../plan/plan";
import { flowPicture } from "../../review/flow-picture";
import { html } from "../../review/html";
import { markdown } from "../../review/markdown";
import { reviewOf } from "../../review/review";
import { reviewJson } from "../../review/review-json";
import { reviewPage } from "../../review/review-page";
import { parsePlan, type StoredPlan } from "../../review/stored-plan";
import { parseConfig } from "../../stacks/config/parse";
import { systemNames } from "../../stacks/systems";
import { leaks, secretsOf } from "../support/leaks";
import { told } from "../support/told";

/** A plan as the review reads it. */
function stored({ run }: Plan): StoredPlan {
  const files = planFiles(run.registrations, run.outputs, { warnings: run.warnings, findings: [] });
  return parsePlan(files.find(({ path }) => path === planList)?.text ?? "", "the plan");
}

describe("no secret shows in clear", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "leaks-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** A stack's file in which all generated secrets have been rotated, and the former values are accepted where they can be. */
  const rotated = async (system: string, { input }: Plan): Promise<string> => {
    const { application } = await parseConfig(input.raw);
    const sources = Object.entries(withStores(application).secrets ?? {});
    const versions = sources.flatMap(([name, source]) =>
      source.from === "generated"
        ? [[name, { version: 2, rotated: "2026-11-21", ...(source.keepPrevious === true ? { previous: true } : {}) }]]
        : [],
    );
    const file = join(folder, `Pulumi.${system}.yaml`);
    const settings = { system, environment: "dev", imageTag: "v2.0.0", cluster: { kind: "kubeconfig" } };
    const config = Object.entries({ ...settings, secretVersions: Object.fromEntries(versions) as object });
    writeFileSync(
      file,
      stringify({ config: Object.fromEntries(config.map(([key, value]) => [`rootstock:${key}`, value])) }),
    );
    return file;
  };

  for (const system of systemNames) {
    it(`${system}: not in the review of a rotation, as Markdown, HTML or data, nor in what commands say of it`, async () => {
      const before = await plan({ system, env: "dev", cluster: "kubeconfig" });
      const config = await rotated(system, before);
      const after = await plan({ config });
      const secrets = [...new Set([...(await secretsOf(before)), ...(await secretsOf(after))])];
      const review = reviewOf(stored(before), stored(after));
      assert.ok(review.objects.length > 0, "the plans differ");
      const page = reviewPage("Rotation", review, flowPicture(review.flows));
      const commands = [
        ["plan"],
        ["explain", "--json"],
        ["explain", "secretVersions", "--json"],
        ["rotate", "--check", "--json"],
        ["rotate", "--check"],
        ["rotate", "--due", "--dry-run", "--json"],
      ];
      const files = [
        { path: "review.md", text: markdown(page) },
        { path: "review.html", text: html(page) },
        { path: "review.json", text: reviewJson(page.title, review) },
      ];
      for (const words of commands) {
        const text = await told(() => rootstock([...words, "--config", config]));
        assert.ok(text.length > 2, words.join(" "));
        files.push({ path: words.join(" "), text });
      }
      assert.deepEqual(leaks(files, secrets), []);
    });
  }

  it("and would be found if it did, in whichever form", async () => {
    const secrets = await secretsOf(await plan({ system: "todo", env: "dev" }));
    const [secret = ""] = secrets.filter((text) => text.length > 20);
    for (const text of [secret, Buffer.from(secret).toString("base64"), `at https://x/${encodeURIComponent(secret)}/`])
      assert.notDeepEqual(leaks([{ path: "log", text }], secrets), []);
  });
});
