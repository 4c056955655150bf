import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { projectRoot } from "../../plan/program";
import { clientOf } from "../../rehearsal/control-plane/api";
import type { Ended } from "../support/story";
import { type PulumiStage, pulumiStage, stageStack } from "./pulumi-stage";
import { enginePresent } from "./workspace";

const present = enginePresent();

/** What the commands tell scripts, as far as it is looked at here. */
interface Told {
  readonly result?: string;
  readonly drift?: readonly { readonly what: string }[];
  readonly deployments?: readonly { readonly command: string; readonly result: string; readonly reason?: string }[];
}

const told = ({ stdout }: Ended): Told => JSON.parse(stdout) as Told;

describe(`rootstock's commands through Pulumi's engine${present ? "" : " (left out: pulumi is not on PATH)"}`, function () {
  this.timeout(20 * 60_000);
  const stages: PulumiStage[] = [];
  const everything: string[] = [];

  /** Runs a command as people do. */
  async function run(command: string, ...words: readonly string[]): Promise<Ended> {
    const { file, project } = stages[0] ?? assert.fail();
    const child = spawn(process.execPath, ["cli/rootstock.cjs", command, ...words, "--config", file], {
      cwd: projectRoot,
      env: { ...process.env, ...project.environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = new Promise<number | undefined>((done) => child.on("close", (code) => done(code ?? undefined)));
    const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    everything.push(stdout, stderr);
    return { code, stdout, stderr };
  }

  const namespace = "detection-system-dev";
  const serving = async (): Promise<string | undefined> => {
    const { core } = clientOf(stages[0]?.kubeconfig ?? "");
    return (await core.readNamespacedService({ namespace, name: "detection-api" })).spec?.selector?.[
      "rootstock.dev/slot"
    ];
  };

  before(async function () {
    if (!present) return this.skip();
    stages.push(await pulumiStage());
  });

  after(async () => {
    for (const stage of stages) await stage.end();
    // Pulumi keeps a stack's salt beside the program, wherever the stack's own file is.
    if (present) rmSync(join(projectRoot, `Pulumi.${stageStack}.yaml`), { force: true });
  });

  it("goes up, and returns by itself from what doesn't get ready, with its own exit code", async () => {
    const first = await run("up", "--message", "the first one");
    assert.equal(first.code, 0, first.stderr);
    const { file } = stages[0] ?? assert.fail();
    const written = readFileSync(file, "utf8");
    const tags = "{ default: v1.0.0, detection-api-blue: v2.0.0-never-ready }";
    writeFileSync(file, written.replace("rootstock:imageTag: v1.0.0", `rootstock:imageTag: ${tags}`));
    const { code, stderr } = await run("up", "--timeout", "15");
    assert.equal(code, 3, stderr);
    assert.match(stderr, /v2\.0\.0-never-ready to stack here failed:\n {2}deployment \S+\/detection-api-blue: /);
    assert.match(stderr, /\nStack here runs v1\.0\.0 \(deployment 1\) again\.\n/);
    writeFileSync(file, written);
  });

  it("releases blue/green and rolls back by a switch", async () => {
    const before = await serving();
    const release = await run("release", "detection-api", "v3.0.0");
    assert.equal(release.code, 0, release.stderr);
    assert.notEqual(await serving(), before);
    const back = await run("rollback");
    assert.equal(back.code, 0, back.stderr);
    assert.equal(await serving(), before);
  });

  it("rotates a secret, and finds neither drift nor trouble afterwards", async () => {
    const rotated = await run("rotate", "JWT_SIGNING_KEY", "--at-once");
    assert.equal(rotated.code, 0, rotated.stderr);
    const drift = await run("drift", "--json");
    assert.deepEqual(told(drift).drift, []);
    assert.equal(drift.code, 0, drift.stderr);
    const doctor = await run("doctor");
    assert.equal(doctor.code, 0, doctor.stdout);
  });

  it("remembers all of it", async () => {
    const { deployments = [] } = told(await run("history", "--json"));
    assert.deepEqual(
      deployments.map(({ command, result }) => `${command} ${result}`),
      [
        "rotate succeeded",
        "rollback succeeded",
        "release succeeded",
        "release succeeded",
        "return succeeded",
        "up failed",
        "up succeeded",
      ],
    );
    assert.match(deployments[5]?.reason ?? "", /^deployment detection-system-dev\//);
  });

  it("asks before it destroys, and leaves nothing", async () => {
    const asked = await run("destroy");
    assert.equal(asked.code, 1);
    assert.match(asked.stderr, /To go on, add --confirm=here\.\n$/);
    const destroyed = await run("destroy", `--confirm=${stageStack}`);
    assert.equal(destroyed.code, 0, destroyed.stderr);
    assert.match(destroyed.stdout, /Stack here is destroyed; nothing is left\.\n$/);
  });

  it("has shown neither a secret nor a stack trace", () => {
    const said = everything.join("\n");
    assert.doesNotMatch(said, /\n\s+at .*:\d+:\d+/);
    assert.doesNotMatch(said, /stand-in-|PRIVATE KEY|client-key-data/);
  });
});
