import assert from "node:assert/strict";
import { join } from "node:path";
import type { OutputMap } from "@pulumi/pulumi/automation";
import { plan } from "../../plan/plan";
import { clusterFacts } from "../../rehearsal/rehearse";
import { openSession, type Session } from "../../rehearsal/session";
import { freshName } from "../rehearsal/rehearse-once";
import { clusterContent } from "../support/cluster-content";
import { type EngineProject, enginePresent, engineProject, packageCharts, stackConfiguration } from "./workspace";

const present = enginePresent();

/** What Helm keeps at destroy, as the stack's output `kept` says. */
const kept = /^customresourcedefinitions \/.*\.dapr\.io$/;

/** What the API server lists by itself for every group that has definitions. */
const automatic = /^apiservices \/.*\.dapr\.io$/;

/** A directory of packaged charts to use in place of our stand-ins, such as the published ones. */
const mirror = process.env["ROOTSTOCK_CHARTS"];

/** What `before` has made. */
function made<T>(value: T | undefined): T {
  assert.ok(value !== undefined);
  return value;
}

describe(`under the real Pulumi engine${present ? "" : " (left out: pulumi is not on PATH)"}`, function () {
  this.timeout(600_000);
  let session: Session | undefined;
  let project: EngineProject | undefined;
  let charts: string;

  before(async function () {
    if (!present) return this.skip();
    const facts = clusterFacts(await plan({ env: "dev" }));
    session = await openSession({
      name: freshName(),
      facts,
      madeStorageClasses: [],
      keep: false,
      progress: () => undefined,
    });
    project = engineProject(session.controlPlane?.environment ?? {});
    charts = mirror ?? join(project.directory, "charts");
    if (mirror === undefined) packageCharts(charts, session.controlPlane?.environment ?? {});
  });

  after(async () => {
    project?.remove();
    await session?.end();
  });

  it("previews on a cluster that doesn't exist yet", async () => {
    const nowhere = {
      name: "nowhere",
      path: join(made(project).directory, "nowhere.yaml"),
      storageClass: "do-block-storage",
    };
    await import("node:fs/promises").then(({ writeFile }) =>
      writeFile(nowhere.path, made(session).kubeconfig.replace(/server: .*/g, "server: https://127.0.0.1:1")),
    );
    const stack = await made(project).stack("nowhere", await stackConfiguration(nowhere, charts));
    const { changeSummary } = await stack.preview();
    assert.ok((changeSummary.create ?? 0) > 60, JSON.stringify(changeSummary));
    assert.deepEqual(Object.keys(changeSummary), ["create"]);
  });

  it("goes up, shows no change the second time, and destroys, leaving what is kept on purpose alone", async () => {
    const here = {
      name: "here",
      path: made(session).controlPlane?.kubeconfigPath ?? "",
      storageClass: "do-block-storage",
    };
    const before = await clusterContent(made(session).kubeconfig);
    const stack = await made(project).stack("here", await stackConfiguration(here, charts));
    const { outputs } = await stack.up();
    assert.equal(text(outputs, "namespace"), "dev");
    assert.match(JSON.stringify(outputs["loadBalancer"]?.value), /"kind":"ip","value":"203\.0\.113\.\d+"/);
    assert.ok(outputs["kubeconfig"]?.secret === true && outputs["adminPasswords"]?.secret === true);
    // The load balancer's Service is the chart's, and read anew each time; reading is no change.
    const { read: _read, ...changes } = (await stack.preview()).changeSummary;
    assert.deepEqual(Object.keys(changes), ["same"]);
    await stack.destroy();
    const left = (await clusterContent(made(session).kubeconfig)).filter((line) => !before.includes(line));
    assert.deepEqual(
      left.filter((line) => !kept.test(line) && !automatic.test(line)),
      [],
    );
    // The published chart has seven of them, our stand-in the five that people use.
    assert.equal(left.filter((line) => kept.test(line)).length, mirror === undefined ? 5 : 7);
  });

  it("refuses a missing secret with the command that sets it, before anything is created", async () => {
    const config = await stackConfiguration(
      { name: "here", path: made(session).controlPlane?.kubeconfigPath ?? "" },
      charts,
    );
    const { "secrets.DATABASE_URL": _left, ...rest } = config;
    const stack = await made(project).stack("without", rest);
    await assert.rejects(
      stack.up(),
      /secrets\.DATABASE_URL is missing .* pulumi config set --secret --path 'secrets\.DATABASE_URL'/,
    );
    const { resources = [] } = (await stack.exportStack()).deployment as { resources?: readonly { type: string }[] };
    assert.deepEqual(
      resources.filter(({ type }) => type.startsWith("kubernetes:")),
      [],
    );
  });
});

function text(outputs: OutputMap, name: string): string {
  return String(outputs[name]?.value);
}
