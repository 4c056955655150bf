import assert from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { RehearsalEngine } from "../../deploy/rehearsal-engine";
import { besideSleep } from "../../deploy/sleep-drift";
import { asMergePatch, clientOf } from "../../rehearsal/control-plane/api";
import { parseConfig } from "../../stacks/config/parse";
import { clusterContent } from "../support/cluster-content";
import { type Ended, Story, smallWorkload } from "../support/story";
import { freshName } from "./rehearse-once";

/** What the commands tell scripts, as far as this looks at it. */
interface Told {
  readonly result?: string;
  readonly urls?: Readonly<Record<string, string>>;
  readonly previews?: readonly { readonly stack: string; readonly over: boolean }[];
  readonly removed?: readonly { readonly stack: string; readonly found: boolean; readonly left: readonly string[] }[];
}

const told = ({ stdout }: Ended): Told => JSON.parse(stdout) as Told;

const namespaceOf = (pullRequest: number): string => `${smallWorkload.namespace}-pr-${String(pullRequest)}`;

describe("previews of pull requests on a shared cluster, by rootstock's commands", function () {
  // The first run on a machine builds the programs.
  this.timeout(20 * 60_000);
  let story: Story;
  let untouched: readonly string[];

  before(async () => {
    story = await Story.open(freshName());
    const { code, stderr } = await story.run("up");
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    untouched = await clusterContent(story.plane.kubeconfig);
  });
  after(() => story.close());

  const preview = (part: string, ...words: readonly string[]): Promise<Ended> =>
    story.rootstock("preview-environment", part, "--from", story.file, ...story.clusterWords, "--json", ...words);
  const fileOf = (pullRequest: number): string => join(dirname(story.file), `Pulumi.pr-${String(pullRequest)}.yaml`);
  const own = async (): Promise<readonly string[]> =>
    (await clusterContent(story.plane.kubeconfig)).filter((line) => !untouched.includes(line));

  it("are refused with a number that no pull request has, before anything is changed", async () => {
    for (const number of ["0", "10000000", "main"]) {
      const { code, stderr, stdout } = await preview("create", "--pr", number);
      const sentence = `--pr is "${number}"; write a pull request's number, from 1 to 9999999, such as 42.\n`;
      assert.deepEqual({ code, stderr, stdout }, { code: 1, stderr: sentence, stdout: "" });
    }
    assert.deepEqual(await own(), []);
  });

  it("come up beside each other with hosts, namespaces and quotas of their own, and without another platform", async () => {
    const { apps, core } = clientOf(story.plane.kubeconfig);
    for (const pullRequest of [1, 2]) {
      const created = await preview("create", "--pr", String(pullRequest), "--tag", "v1.1.0", "--ttl", "2d");
      assert.deepEqual([created.code, created.stderr], [0, ""]);
      const { result, urls = {} } = told(created);
      assert.equal(result, "succeeded");
      assert.match(String(Object.values(urls)[0]), new RegExp(`\\.pr-${String(pullRequest)}\\.example\\.com/`));
      const namespace = namespaceOf(pullRequest);
      const { metadata } = await core.readNamespace({ name: namespace });
      assert.equal(metadata?.labels?.["rootstock.dev/pull-request"], String(pullRequest));
      const days = (Date.parse(metadata.annotations?.["rootstock.dev/expires"] ?? "") - Date.now()) / 86_400_000;
      assert.ok(days > 1.9 && days <= 2, String(days));
      const { spec, status } = await core.readNamespacedResourceQuota({ name: "quota", namespace });
      assert.ok(Number(spec?.hard?.["pods"]) > 0);
      assert.equal(status?.hard?.["limits.memory"], spec?.hard?.["limits.memory"]);
      assert.ok(Number(status?.used?.["pods"]) > 0);
      const limits = await core.readNamespacedLimitRange({ name: "defaults", namespace });
      assert.equal(limits.spec?.limits[0]?.type, "Container");
      const deployment = await apps.readNamespacedDeployment({ name: smallWorkload.name, namespace });
      assert.deepEqual([deployment.spec?.replicas, deployment.status?.availableReplicas], [1, 1]);
    }
    const made = await own();
    assert.deepEqual(
      made.filter((line) => line.startsWith("namespaces ")),
      [1, 2].map((pullRequest) => `namespaces /${namespaceOf(pullRequest)}`),
    );
    // A platform would have releases of its own, which helm keeps in Secrets.
    assert.deepEqual(
      made.filter((line) => line.includes("sh.helm.release")),
      [],
    );
  });

  it("have drift where somebody scales a Deployment down by hand, unless a stack sleeps that does so itself", async () => {
    const { apps } = clientOf(story.plane.kubeconfig);
    const of = { name: smallWorkload.name, namespace: namespaceOf(1) };
    const flags = { config: fileOf(1), charts: "stand-in", kubeconfig: story.plane.kubeconfigPath };
    const engine = await RehearsalEngine.open(flags);
    try {
      await apps.patchNamespacedDeploymentScale({ ...of, body: { spec: { replicas: 0 } } }, asMergePatch);
      const found = await engine.drift(() => undefined);
      assert.deepEqual(
        found.map(({ fields, what }) => [what, fields.map(({ found: value, path, wanted }) => [path, wanted, value])]),
        [[`deployment ${of.namespace}/${of.name}`, [["spec.replicas", "1", "0"]]]],
      );
      const { application } = await parseConfig(engine.input.raw);
      const sleep = { from: "20:00", until: "07:00", weekends: true, timeZone: "Etc/UTC" };
      const [midnight, noon] = [new Date("2026-11-18T00:00:00Z"), new Date("2026-11-18T12:00:00Z")];
      assert.deepEqual(besideSleep(found, { application, sleep }, midnight), { drift: [], asleep: [of.name] });
      assert.deepEqual(besideSleep(found, { application, sleep }, noon).drift, found);
    } finally {
      await engine.end();
    }
  });

  it("are swept when their time is over, also where nobody has their file; others stay", async () => {
    assert.deepEqual(told(await preview("sweep")).removed, []);
    rmSync(fileOf(1));
    const over = { metadata: { annotations: { "rootstock.dev/expires": "2026-01-01T00:00:00Z" } } };
    await clientOf(story.plane.kubeconfig).core.patchNamespace({ name: namespaceOf(1), body: over }, asMergePatch);
    assert.deepEqual(
      told(await preview("list")).previews?.map((one) => [one.stack, one.over]),
      [
        ["pr-1", true],
        ["pr-2", false],
      ],
    );
    const swept = await preview("sweep");
    assert.deepEqual([swept.code, swept.stderr], [0, ""]);
    assert.deepEqual(told(swept).removed, [{ stack: "pr-1", found: true, left: [] }]);
    const left = await own();
    assert.ok(left.includes(`namespaces /${namespaceOf(2)}`));
    assert.deepEqual(
      left.filter((line) => line.includes("pr-1")),
      [],
    );
  });

  it("are removed with everything of theirs, and twice is as well as once", async () => {
    const gone = await preview("remove", "--pr", "2");
    assert.deepEqual([gone.code, gone.stderr], [0, ""]);
    assert.deepEqual(told(gone).removed, [{ stack: "pr-2", found: true, left: [] }]);
    assert.equal(existsSync(fileOf(2)), false);
    assert.deepEqual(told(await preview("remove", "--pr", "2")).removed, [{ stack: "pr-2", found: false, left: [] }]);
    assert.deepEqual(await clusterContent(story.plane.kubeconfig), untouched);
    assert.equal((await story.run("drift")).code, 0, "the stack whose cluster it is stays as it was");
  });
});
