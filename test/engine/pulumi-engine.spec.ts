import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import type { UpOptions } from "../../deploy/contract";
import { PulumiEngine } from "../../deploy/pulumi-engine";
import { versionsOf, withVersions } from "../../deploy/versions";
import { plan } from "../../plan/plan";
import { readStack } from "../../plan/stack-file";
import { asMergePatch, type ClusterClient, clientOf } from "../../rehearsal/control-plane/api";
import { clusterFacts } from "../../rehearsal/rehearse";
import { openSession, type Session } from "../../rehearsal/session";
import { freshName } from "../rehearsal/rehearse-once";
import { clusterContent } from "../support/cluster-content";
import { type EngineProject, enginePresent, engineProject, packageCharts, stackConfiguration } from "./workspace";

const present = enginePresent();

const quietly = { command: "up", message: "", progress: () => undefined } satisfies UpOptions;

/** Copies of settings that were left behind. */
const copies = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith("rootstock-settings-"));

describe(`a stack through Pulumi's engine${present ? "" : " (left out: pulumi is not on PATH)"}`, function () {
  this.timeout(900_000);
  let session: Session;
  let project: EngineProject;
  let engine: PulumiEngine;
  let client: ClusterClient;
  let file: string;
  let contentBefore: readonly string[];

  const backend = async () => (await client.apps.readNamespacedDeployment({ name: "backend", namespace: "dev" })).spec;
  const setSchedulable = async (possible: boolean): Promise<void> => {
    for (const { metadata } of (await client.core.listNode()).items)
      await client.core.patchNode(
        { name: metadata?.name ?? "", body: { spec: { unschedulable: !possible } } },
        asMergePatch,
      );
  };

  before(async function () {
    if (!present) return this.skip();
    session = await openSession({
      name: freshName(),
      facts: clusterFacts(await plan({ env: "dev" })),
      madeStorageClasses: [],
      keep: false,
      progress: () => undefined,
    });
    client = clientOf(session.kubeconfig);
    contentBefore = await clusterContent(session.kubeconfig);
    project = engineProject(session.controlPlane?.environment ?? {});
    const charts = join(project.directory, "charts");
    packageCharts(charts, session.controlPlane?.environment ?? {});
    const path = session.controlPlane?.kubeconfigPath ?? "";
    await project.stack(
      "here",
      await stackConfiguration({ name: "here", path, storageClass: "do-block-storage" }, charts),
    );
    file = join(project.directory, "Pulumi.here.yaml");
    engine = new PulumiEngine({ ...project, file, input: await readStack({ config: file }) });
  });

  after(async () => {
    if (!present) return;
    await engine.end();
    project.remove();
    await session.end();
  });

  it("knows nothing of a stack that was never deployed, and previews it", async () => {
    assert.equal(await engine.outputs(), undefined);
    assert.equal(await engine.kubeconfig(), undefined);
    assert.deepEqual(await engine.history(), []);
    assert.deepEqual(await engine.contents(), []);
    const steps = await engine.preview(() => undefined);
    assert.ok(steps.length > 60, String(steps.length));
    assert.deepEqual([...new Set(steps.map((step) => step.do))], ["create"]);
    assert.deepEqual(await engine.history(), []);
  });

  it("deploys, tells what it did, and records who did it and why", async () => {
    const told: string[] = [];
    const { failures, outputs, steps } = await engine.up(engine.input, {
      command: "up",
      message: "the first one",
      progress: (message) => told.push(message),
    });
    assert.deepEqual(failures, []);
    assert.ok(steps.some((step) => step.do === "create" && step.what === "deployment dev/backend"));
    assert.ok(
      told.some((line) => /^deployment dev\/backend: created \(\d+\)$/.test(line)),
      told.join("\n"),
    );
    assert.equal(outputs["namespace"], "dev");
    assert.equal(outputs["kubeconfig"], "[secret]");
    assert.equal(outputs["adminPasswords"], "[secret]");
    assert.deepEqual(await engine.outputs(), outputs);
    const clear = await engine.outputs(true);
    assert.match(JSON.stringify(clear?.["adminPasswords"]), /^{"grafana":".{16,}"}$/);
    assert.match((await engine.kubeconfig()) ?? "", /^apiVersion: v1|^\{/);
    const [record, ...others] = await engine.history();
    assert.deepEqual(others, []);
    assert.deepEqual(
      { ...record, by: "", started: "", ended: "" },
      {
        number: 1,
        command: "up",
        by: "",
        message: "the first one",
        started: "",
        ended: "",
        result: "succeeded",
        versions: { imageTag: "v1.0.0", slots: {}, digests: {} },
      },
    );
    assert.match(record?.by ?? "", /^\S+$/);
  });

  it("deploys other versions than the file's and leaves the file alone", async () => {
    const text = readFileSync(file, "utf8");
    const other = withVersions(engine.input, { ...versionsOf(engine.input), imageTag: "v1.1.0" });
    let copied = 0;
    const { failures, steps } = await engine.up(other, {
      ...quietly,
      command: "promote",
      progress: () => {
        copied = Math.max(copied, copies().length);
        assert.equal(readFileSync(file, "utf8"), text);
      },
    });
    assert.deepEqual(failures, []);
    assert.ok(copied > 0);
    assert.deepEqual(copies(), []);
    assert.equal(readFileSync(file, "utf8"), text);
    assert.ok(steps.some((step) => step.do === "update" && step.what === "deployment dev/backend"));
    assert.match((await backend())?.template.spec?.containers[0]?.image ?? "", /:v1\.1\.0$/);
    const [latest] = await engine.history();
    assert.equal(latest?.command, "promote");
    assert.equal(latest.versions.imageTag, "v1.1.0");
  });

  it("tells which workload doesn't get ready and why, and records the failure", async () => {
    await setSchedulable(false);
    const other = withVersions(engine.input, { ...versionsOf(engine.input), imageTag: "v1.2.0" });
    const { failures } = await engine.up(other, { ...quietly, timeout: 5 });
    await setSchedulable(true);
    assert.ok(failures.length > 0);
    for (const { what, why } of failures) {
      assert.match(what, /^deployment dev\//);
      assert.match(why, /Waiting for app ReplicaSet to be available|stopped before it was ready/);
    }
    const [latest] = await engine.history();
    assert.equal(latest?.result, "failed");
    assert.equal(latest.versions.imageTag, "v1.2.0");
    assert.deepEqual((await engine.up(engine.input, quietly)).failures, []);
    assert.equal((await engine.history()).length, 4);
  });

  it("finds what somebody changed by hand, field by field, and changes nothing itself", async () => {
    assert.deepEqual(await engine.drift(() => undefined), []);
    await client.networking.patchNamespacedNetworkPolicy(
      { name: "backend", namespace: "dev", body: { spec: { policyTypes: ["Ingress"] } } },
      asMergePatch,
    );
    await client.core.deleteNamespacedService({ name: "frontend", namespace: "dev" });
    const drift = await engine.drift(() => undefined);
    assert.deepEqual(
      [...drift].sort((a, b) => a.what.localeCompare(b.what)).map(({ how, what }) => `${what} ${how}`),
      ["networkpolicy dev/backend changed", "service dev/frontend missing"],
    );
    assert.match(JSON.stringify(drift.map(({ fields }) => fields)), /policyTypes/);
    assert.deepEqual(await engine.drift(() => undefined), drift);
  });

  it("says who holds a stack, since when, and what to run", async () => {
    const locks = join(project.directory, "state/.pulumi/locks/organization/rootstock/here");
    const lock = { pid: 4_194_304, username: "anna", hostname: hostname(), timestamp: "2026-11-20T08:00:00Z" };
    mkdirSync(locks, { recursive: true });
    const held = join(locks, "held.json");
    writeFileSync(held, JSON.stringify(lock));
    await assert.rejects(engine.up(engine.input, quietly), {
      name: "UsageError",
      message:
        `Stack here is locked since 2026-11-20T08:00:00Z by anna@${hostname()} (process 4194304). That process has ended ` +
        "without giving it back; run: pulumi cancel --yes --stack here, and then the same command again.",
    });
    rmSync(held);
  });

  it("refuses in a sentence what Pulumi refuses", async () => {
    const unknown = new PulumiEngine({ ...project, file, input: { ...engine.input, stack: "nowhere" } });
    await assert.rejects(unknown.history(), /^UsageError: There is no stack nowhere .* pulumi stack init nowhere/);
    await assert.rejects(
      unknown.preview(() => undefined),
      /^UsageError: There is no stack nowhere/,
    );
    const environment = { ...project.environment, PULUMI_CONFIG_PASSPHRASE: "another" };
    const stranger = new PulumiEngine({ ...project, environment, file, input: engine.input });
    await assert.rejects(
      stranger.preview(() => undefined),
      /^UsageError: PULUMI_CONFIG_PASSPHRASE isn't the passphrase of stack here; set the right one\.$/,
    );
  });

  it("lists what destroy deletes, in its order, and deletes it", async () => {
    const contents = await engine.contents();
    assert.ok(contents.length > 60);
    assert.ok(contents.indexOf("deployment dev/backend") < contents.indexOf("namespace dev"));
    assert.ok(
      contents.indexOf("clusterissuer letsencrypt-prod") < contents.indexOf("release cert-manager/cert-manager"),
    );
    assert.deepEqual(await engine.destroy(() => undefined), []);
    assert.deepEqual(await engine.contents(), []);
    const [latest] = await engine.history();
    assert.equal(latest?.command, "destroy");
    assert.equal(latest.result, "succeeded");
    const left = (await clusterContent(session.kubeconfig)).filter((line) => !contentBefore.includes(line));
    // Helm keeps Dapr's definitions, as the stack's output `kept` says.
    assert.deepEqual(
      left.filter((line) => !/^(customresourcedefinitions|apiservices) \/.*\.dapr\.io$/.test(line)),
      [],
    );
  });
});
