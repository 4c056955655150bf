import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { standInKubeconfig } from "../../plan/cloud-answers";
import { projectRoot } from "../../plan/program";
import { type EngineProject, enginePresent, engineProject, packageCharts, stackConfiguration } from "./workspace";

const present = enginePresent();
const policyPacks = [join(projectRoot, "policy")];

/** The program with something of the user's own beside it: a Service that nobody is behind. */
const withAddition = `
module.exports = require("${join(projectRoot, "index.ts")}");
const { core } = require("@pulumi/kubernetes");
new core.v1.Service("lost", { metadata: { name: "lost", namespace: "dev" }, spec: { selector: { app: "nobody" }, ports: [{ port: 80 }] } });
`;

describe(`the policy pack under the real engine${present ? "" : " (left out: pulumi is not on PATH)"}`, function () {
  this.timeout(600_000);
  let project: EngineProject;
  let nowhere: Readonly<Record<string, string>>;
  let charts: string;

  before(function () {
    if (!present) return this.skip();
    project = engineProject({});
    charts = join(project.directory, "charts");
    packageCharts(charts, {});
    nowhere = { name: "nowhere", path: join(project.directory, "nowhere.yaml"), storageClass: "do-block-storage" };
    writeFileSync(nowhere["path"] ?? "", standInKubeconfig);
  });

  after(() => {
    if (present) project.remove();
  });

  it("has nothing against the program", async () => {
    const stack = await project.stack("sound", await stackConfiguration(nowhere, charts));
    const { stdout } = await stack.preview({ policyPacks });
    assert.match(stdout, /Policies:\n\s+✅ rootstock/);
    assert.doesNotMatch(stdout, /mandatory|advisory|can't run policy/);
  });

  it("refuses what a user adds and the rules forbid, with the rule's name and the sentence", async () => {
    rmSync(join(project.directory, "index.ts"));
    writeFileSync(join(project.directory, "index.ts"), withAddition);
    const stack = await project.stack("unsound", await stackConfiguration(nowhere, charts));
    await assert.rejects(stack.preview({ policyPacks }), /\[mandatory\].*selector-matches-pod[\s\S]*Service dev\/lost/);
  });
});
