import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { DeploymentRecord } from "../../deploy/contract";
import { clientOf } from "../../rehearsal/control-plane/api";
import { listControlPlanes } from "../../rehearsal/control-plane/control-plane";
import { keptControlPlane } from "../../rehearsal/session";
import { type Ended, StackLife, type StorySettings } from "../support/stack-life";
import { freshName } from "./rehearse-once";

const name = "juniper-canopy";
const off = { enabled: false };

/** A system that rolls: two pods, which are replaced one by one. */
const settings = (environment: "dev" | "prod"): StorySettings => ({
  system: name,
  environment,
  imageTag: "v1.0.0",
  cluster: {
    kind: "kubeconfig",
    storageClass: "standard",
    nodePools: [{ name: "nodes", cpus: 4, memory: 8192, count: 3 }],
  },
  platform: { monitoring: off, logs: off },
});

interface Released {
  readonly result: string;
  readonly seconds: number;
  readonly wanted: { readonly imageTag: unknown };
}

/** Figures for docs; nothing is asserted of them. */
const took = (what: string, { seconds }: Released): void => {
  process.stdout.write(`      ${what}: ${seconds.toFixed(1)} s\n`);
};

describe("what runs in one environment, promoted to production and rolled back there", function () {
  // The first run on a machine builds the programs.
  this.timeout(20 * 60_000);
  const service = { name, namespace: "juniper-prod" };
  let dev: StackLife;
  let prod: StackLife;

  before(async () => {
    const common = freshName();
    dev = await StackLife.open(`${common}-dev`, settings("dev"));
    prod = await StackLife.open(`${common}-prod`, settings("prod"));
  });
  after(async () => {
    await dev.close();
    await prod.close();
  });

  const image = async (): Promise<string> => {
    const { spec } = await clientOf(prod.kubeconfig).apps.readNamespacedDeployment(service);
    return spec?.template.spec?.containers[0]?.image?.split(":")[1] ?? "";
  };
  const promotion = (...words: readonly string[]): Promise<Ended> =>
    prod.say("promote", "--from", dev.file, "--to", prod.file, "--rehearse", "--charts", "stand-in", ...words);
  const promoted = async (): Promise<Released> => {
    const { code, stderr, stdout } = await promotion("--json", `--confirm=${prod.stack}`);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^Warning: .* no digest, so .*-prod may get another image than .*-dev runs/);
    return JSON.parse(stdout) as Released;
  };
  /** Refused in a sentence, with nothing changed. */
  const refused = async ({ code, stderr }: Ended, sentence: RegExp): Promise<void> => {
    assert.equal(code, 1);
    assert.match(stderr.split("\n").at(-2) ?? "", sentence);
    assert.match(readFileSync(prod.file, "utf8"), /imageTag: v1\.0\.0\n/);
    const { deployments } = await prod.data<{ readonly deployments: readonly DeploymentRecord[] }>("history");
    assert.deepEqual(
      deployments.filter(({ command }) => command === "rollback"),
      [],
    );
  };

  it("needs something that runs, and somebody who types production's name", async () => {
    await refused(await promotion(), new RegExp(`^${dev.stack} was never deployed; run rootstock up first\\.$`));
    assert.equal((await dev.run("up")).code, 0);
    await refused(
      await promotion(),
      new RegExp(`^${prod.stack} is production; nothing was changed\\. To go on, add --confirm=${prod.stack}\\.$`),
    );
    await refused(
      await promotion("--confirm=dev"),
      new RegExp(`^--confirm is "dev", but the stack is ${prod.stack}; nothing was changed\\.$`),
    );
  });

  it("brings production up with just these versions", async () => {
    const first = await promoted();
    assert.deepEqual([first.result, first.wanted.imageTag], ["deployed", "v1.0.0"]);
    took("promotion to an empty cluster", first);
    assert.equal(await image(), "v1.0.0");
    await refused(
      await prod.run("rollback", `--confirm=${prod.stack}`),
      /^There is nothing to go back to: no earlier deployment of \S+ that is remembered ran anything else than v1\.0\.0\.$/,
    );
  });

  it("takes what runs, not what only a file says, and users never notice", async () => {
    dev.edit("imageTag: v1.0.0", "imageTag: v2.0.0");
    await refused(
      await promotion(`--confirm=${prod.stack}`),
      new RegExp(`^${dev.fileName} says v2\\.0\\.0, but v1\\.0\\.0 runs in ${dev.stack} \\(deployment 1 .*--anyway`),
    );
    assert.equal((await dev.run("up")).code, 0);
    await prod.serving(service, async () => {
      const second = await promoted();
      assert.deepEqual([second.result, second.wanted.imageTag], ["deployed", "v2.0.0"]);
      took("promotion, rolling", second);
    });
    assert.equal(await image(), "v2.0.0");
    assert.match(readFileSync(prod.file, "utf8"), /imageTag: v2\.0\.0\n/);
  });

  it("rolls back for whoever types production's name at the terminal, and for nobody else", async () => {
    const asked = `${prod.stack} is production. Type ${prod.stack} to go on: `;
    const mistaken = await prod.typing({ asked, typed: "prod" }, "rollback");
    assert.equal(mistaken.code, 1);
    assert.match(mistaken.stdout, /--confirm is "prod", but the stack is \S+; nothing was changed\./);
    assert.equal(await image(), "v2.0.0");
    await prod.serving(service, async () => {
      const { code, stdout } = await prod.typing({ asked, typed: prod.stack }, "rollback");
      assert.equal(code, 0, stdout);
      const [, seconds = ""] = /runs these versions after ([\d.]+) s; .* and its file says so\./.exec(stdout) ?? [];
      process.stdout.write(`      rollback, rolling: ${seconds} s\n`);
    });
    assert.equal(await image(), "v1.0.0");
    assert.match(readFileSync(prod.file, "utf8"), /imageTag: v1\.0\.0\n/);
  });

  it("has recorded in production who promoted what, and whence", async () => {
    const { deployments } = await prod.data<{ readonly deployments: readonly DeploymentRecord[] }>("history");
    assert.deepEqual(
      deployments.map(({ command, message, result, versions }) => [command, message, result, versions.imageTag]),
      [
        ["rollback", "roll back to deployment 1 (promote, v1.0.0)", "succeeded", "v1.0.0"],
        ["promote", `promote from ${dev.stack}, deployment 2 (up, v2.0.0)`, "succeeded", "v2.0.0"],
        ["promote", `promote from ${dev.stack}, deployment 1 (up, v1.0.0)`, "succeeded", "v1.0.0"],
      ],
    );
  });

  it("is destroyed with its control plane, where that isn't to be kept", async () => {
    const { code, stdout } = await dev.run("destroy");
    assert.equal(code, 0, stdout);
    const names = (await listControlPlanes()).map((one) => one.name);
    assert.deepEqual(
      [dev, prod].map(({ stack }) => names.includes(keptControlPlane(stack))),
      [false, true],
    );
  });
});
