import assert from "node:assert/strict";
import type { DeploymentRecord } from "../../deploy/contract";
import { clientOf } from "../../rehearsal/control-plane/api";
import { Story, smallSystem, smallWorkload } from "../support/story";
import { freshName } from "./rehearse-once";

/** What the commands tell scripts, as far as the story looks at it. */
interface Told {
  readonly result?: string;
  readonly runs?: { readonly imageTag: string };
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly deployments?: readonly DeploymentRecord[];
  readonly counts?: Readonly<Record<string, number>>;
  readonly steps?: readonly { readonly do: string; readonly what: string }[];
}

const told = (stdout: string): Told => JSON.parse(stdout) as Told;

describe("a stack's life, by rootstock's commands", function () {
  // The first run on a machine builds the programs.
  this.timeout(20 * 60_000);
  let story: Story;
  const { name, namespace } = smallWorkload;

  before(async () => {
    story = await Story.open(freshName());
  });
  after(() => story.close());

  const write = (imageTag: string): void => story.write({ ...smallSystem, imageTag });
  const image = async (): Promise<string> => {
    const { spec } = await clientOf(story.plane.kubeconfig).apps.readNamespacedDeployment({ name, namespace });
    return spec?.template.spec?.containers[0]?.image ?? "";
  };

  it("has no history and no outputs before the first deployment", async () => {
    const history = await story.run("history", "--json");
    assert.deepEqual(told(history.stdout).deployments, []);
    const { code, stderr } = await story.run("outputs");
    assert.equal(code, 1);
    assert.equal(stderr, `Stack ${story.stack} was never deployed; rootstock up deploys it.\n`);
  });

  it("goes up at v1", async () => {
    const { code, stderr, stdout } = await story.run("up", "--message", "the first one");
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    assert.match(
      stdout,
      new RegExp(`Stack ${story.stack} runs v1\\.0\\.0: \\d+ created, 0 changed, 0 unchanged, 0 removed\\.`),
    );
    assert.match(await image(), /:v1\.0\.0$/);
  });

  it("is told what v2 would change, which changes nothing", async () => {
    write("v2.0.0-never-ready");
    const { code, stdout } = await story.run("preview", "--json");
    assert.equal(code, 0);
    const { counts, steps } = told(stdout);
    assert.deepEqual(steps, [{ do: "update", what: `deployment ${namespace}/${name}` }]);
    assert.deepEqual({ ...counts, same: 0 }, { create: 0, update: 1, replace: 0, delete: 0, same: 0 });
    assert.match(await image(), /:v1\.0\.0$/);
  });

  it("returns to v1 by itself when v2 doesn't get ready, and is never without a ready pod", async () => {
    let ended = { code: undefined as number | undefined, stderr: "" };
    const states = await story.watching(smallWorkload, async () => {
      ended = await story.run("up", "--timeout", "15");
    });
    assert.equal(ended.code, 3, ended.stderr);
    assert.match(
      ended.stderr,
      new RegExp(
        [
          `\\nThe rollout of v2\\.0\\.0-never-ready to stack ${story.stack} failed:`,
          `  deployment ${namespace}/${name}: .*pod ${name}-\\S+ containers with unready status: \\[${name} \\]`,
          `Stack ${story.stack} runs v1\\.0\\.0 \\(deployment 1\\) again\\.`,
          `What to do: ${story.fileName} still says v2\\.0\\.0-never-ready\\. Mend that version, or write v1\\.0\\.0 there`,
        ].join("\\n"),
      ),
    );
    assert.ok(states.length > 0);
    assert.deepEqual(
      states.filter((ready) => ready.length === 0),
      [],
    );
    assert.match(await image(), /:v1\.0\.0$/);
  });

  it("tells scripts in one document that v3 is up", async () => {
    write("v3.0.0");
    const { code, stderr, stdout } = await story.run("up", "--json");
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    const { outputs, result } = told(stdout);
    assert.equal(result, "succeeded");
    assert.equal(outputs?.["kubeconfig"], "[secret]");
    assert.match(await image(), /:v3\.0\.0$/);
  });

  it("remembers all of it, latest first", async () => {
    const { stdout } = await story.run("history", "--json");
    const { deployments = [] } = told(stdout);
    const short = deployments.map(({ command, message, number, result, versions }) => [
      number,
      command,
      result,
      versions.imageTag,
      message,
    ]);
    assert.deepEqual(short, [
      [4, "up", "succeeded", "v3.0.0", ""],
      [3, "return", "succeeded", "v1.0.0", "return to deployment 1"],
      [2, "up", "failed", "v2.0.0-never-ready", ""],
      [1, "up", "succeeded", "v1.0.0", "the first one"],
    ]);
    assert.match(deployments[2]?.reason ?? "", new RegExp(`^deployment ${namespace}/${name}: `));
    assert.doesNotMatch(stdout, /settings/);
  });

  it("gives its outputs, secrets only to who asks", async () => {
    const hidden = await story.run("outputs", "kubeconfig");
    assert.deepEqual(hidden, { code: 0, stdout: "[secret]\n", stderr: "" });
    const { stdout } = await story.run("outputs", "kubeconfig", "--show-secrets");
    assert.match(stdout, /clusters:/);
  });
});
