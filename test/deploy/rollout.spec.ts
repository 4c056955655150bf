import assert from "node:assert/strict";
import { UsageError } from "../../components/errors";
import type { Deployed, DeploymentRecord, Engine, UpOptions } from "../../deploy/contract";
import { settingsOf } from "../../deploy/recording";
import { asDeployed, lastGood, rollOut } from "../../deploy/rollout";
import { rolloutReport } from "../../deploy/rollout-report";
import { describeVersions, versionsOf } from "../../deploy/versions";
import type { StackInput } from "../../plan/stack-file";

function stackWith(tag: string, rest: Readonly<Record<string, string>> = {}): StackInput {
  const values = { "rootstock:imageTag": tag, "rootstock:secrets": '{"A":"now"}', ...rest };
  return { stack: "dev", raw: { file: "Pulumi.dev.yaml", values, secretKeys: ["rootstock:secrets"] }, standIns: [] };
}

function recordOf(number: number, tag: string, rest: Partial<DeploymentRecord> = {}): DeploymentRecord {
  const input = stackWith(tag);
  const time = "2026-11-20T10:00:00.000Z";
  const settings = settingsOf(input);
  const versions = versionsOf(input);
  return {
    number,
    command: "up",
    by: "ann",
    message: "",
    started: time,
    ended: time,
    result: "succeeded",
    versions,
    settings,
    ...rest,
  };
}

const late = { what: "deployment dev/web", why: "0 of 1 replicas are available" };

/** An engine whose deployments end as `ends` says for each tag: ready, late, or refused (half-way or before anything). */
class FakeEngine implements Pick<Engine, "history" | "up"> {
  readonly deployed: { readonly input: StackInput; readonly options: UpOptions }[] = [];
  records: DeploymentRecord[] = [];

  constructor(private readonly ends: (tag: string) => "ready" | "late" | "half-way" | "before") {}

  history(): Promise<readonly DeploymentRecord[]> {
    return Promise.resolve([...this.records]);
  }

  up(input: StackInput, options: UpOptions): Promise<Deployed> {
    this.deployed.push({ input, options });
    const tag = describeVersions(versionsOf(input));
    const how = this.ends(tag);
    if (how === "before") return Promise.reject(new UsageError("Pulumi.dev.yaml: imageTag is wrong."));
    const { command } = options;
    const result = how === "ready" ? "succeeded" : "failed";
    this.records.unshift(recordOf(this.records.length + 1, tag, { command, result }));
    if (how === "half-way") return Promise.reject(new UsageError("The API server refused it."));
    return Promise.resolve({ steps: [], failures: how === "late" ? [late] : [], outputs: {} });
  }
}

const options = { command: "up", message: "", progress: () => undefined } as const;
const roll = (engine: FakeEngine, tag: string, rest = {}) =>
  rollOut(engine as unknown as Engine, stackWith(tag), { ...options, ...rest });
const tags = (engine: FakeEngine): readonly string[] =>
  engine.deployed.map(({ input, options: { command } }) => `${command} ${describeVersions(versionsOf(input))}`);

describe("a rollout", () => {
  it("that gets ready is all there is", async () => {
    const engine = new FakeEngine(() => "ready");
    assert.equal((await roll(engine, "v1")).result, "succeeded");
    assert.deepEqual(tags(engine), ["up v1"]);
  });

  it("wakes a stack that sleeps before it deploys: nobody sees whether no pods get ready", async () => {
    const engine = new FakeEngine(() => "ready");
    const asked: number[] = [];
    const kubeconfig = (): Promise<undefined> => {
      asked.push(engine.deployed.length);
      return Promise.resolve(undefined);
    };
    const waking = Object.assign(engine, { kubeconfig }) as unknown as Engine;
    await rollOut(waking, stackWith("v1"), options);
    assert.deepEqual(asked, [], "a stack that never sleeps");
    await rollOut(waking, stackWith("v2", { "rootstock:sleep": '{"from":"20:00","until":"07:00"}' }), options);
    assert.deepEqual(asked, [1]);
  });

  for (const how of ["late", "half-way"] as const) {
    it(`that fails (${how}) returns to the last good deployment`, async () => {
      const engine = new FakeEngine((tag) => (tag === "v3" ? how : "ready"));
      await roll(engine, "v1");
      await roll(engine, "v2");
      const rollout = await roll(engine, "v3");
      assert.ok(rollout.result === "returned");
      assert.equal(rollout.to.number, 2);
      assert.deepEqual(tags(engine), ["up v1", "up v2", "up v3", "return v2"]);
      assert.equal(engine.deployed.at(-1)?.options.message, "return to deployment 2");
    });
  }

  it("returns past a failed one, and past one whose end nobody saw", async () => {
    const engine = new FakeEngine((tag) => (tag === "v1" ? "ready" : "late"));
    await roll(engine, "v1");
    engine.records.unshift(recordOf(2, "v2", { result: "unfinished" }));
    assert.equal((await roll(engine, "v3")).result, "returned");
    assert.deepEqual(tags(engine), ["up v1", "up v3", "return v1"]);
  });

  it("that fails as the first one has nothing to return to", async () => {
    const engine = new FakeEngine(() => "late");
    const rollout = await roll(engine, "v1");
    assert.ok(rollout.result === "failed");
    assert.deepEqual(rollout.noReturn, { because: "first" });
    assert.match(rolloutReport(stackWith("v1"), rollout), /There is no earlier deployment that succeeded/);
  });

  it("stays as it is where that is wanted", async () => {
    const engine = new FakeEngine((tag) => (tag === "v1" ? "ready" : "late"));
    await roll(engine, "v1");
    const rollout = await roll(engine, "v2", { mayReturn: false });
    assert.ok(rollout.result === "failed");
    assert.equal(rollout.noReturn.because, "unwanted");
    assert.deepEqual(tags(engine), ["up v1", "up v2"]);
  });

  it("isn't repeated where it is what ran before", async () => {
    const engine = new FakeEngine(() => "late");
    engine.records = [recordOf(1, "v1")];
    const rollout = await roll(engine, "v1");
    assert.ok(rollout.result === "failed");
    assert.equal(rollout.noReturn.because, "same");
    assert.deepEqual(tags(engine), ["up v1"]);
  });

  it("is the same in whatever order a map's keys are told", async () => {
    const cluster = '{"kind":"doks","nodePool":{"count":3,"size":"s"}}';
    const engine = new FakeEngine(() => "late");
    const settings = settingsOf(
      stackWith("v1", { "rootstock:cluster": '{"nodePool":{"size":"s","count":3},"kind":"doks"}' }),
    );
    engine.records = [recordOf(1, "v1", { settings })];
    const input = stackWith("v1", { "rootstock:cluster": cluster });
    const rollout = await rollOut(engine as unknown as Engine, input, options);
    assert.equal(rollout.result === "failed" && rollout.noReturn.because, "same");
    assert.equal(engine.deployed.length, 1);
  });

  it("says so where the return fails as well", async () => {
    const engine = new FakeEngine(() => "late");
    engine.records = [recordOf(1, "v1")];
    const rollout = await roll(engine, "v2");
    assert.ok(rollout.result === "failed" && rollout.noReturn.because === "failed");
    assert.deepEqual(rollout.noReturn.failures, [late]);
    assert.match(
      rolloutReport(stackWith("v2"), rollout),
      /The return to v1 \(deployment 1\) failed as well:\n {2}deployment dev\/web: 0 of 1/,
    );
  });

  it("throws what was refused before anything was begun", async () => {
    const engine = new FakeEngine(() => "before");
    engine.records = [recordOf(1, "v1")];
    await assert.rejects(roll(engine, "v2"), /imageTag is wrong/);
    assert.deepEqual(tags(engine), ["up v2"]);
  });

  it("returns nowhere when somebody interrupted it", async () => {
    const engine = new FakeEngine(() => "half-way");
    engine.records = [recordOf(1, "v1")];
    await assert.rejects(roll(engine, "v2", { signal: AbortSignal.abort() }), /refused it/);
    assert.deepEqual(tags(engine), ["up v2"]);
  });
});

describe("the deployment to return to", () => {
  it("is none after a destroy", () => {
    assert.equal(lastGood([recordOf(2, "v1", { command: "destroy" }), recordOf(1, "v1")]), undefined);
    assert.equal(lastGood([recordOf(3, "v2", { result: "failed" }), recordOf(2, "v1")])?.number, 2);
  });

  it("keeps how often each secret was changed, which going back would only draw anew", () => {
    const versions = '{"KEY":{"version":2,"rotated":"2026-11-20"}}';
    const now = stackWith("v2", { "rootstock:secretVersions": versions });
    assert.equal(asDeployed(now, recordOf(1, "v1")).raw.values["rootstock:secretVersions"], versions);
    const before = {
      ...recordOf(1, "v1"),
      settings: { "rootstock:imageTag": "v1", "rootstock:secretVersions": versions },
    };
    assert.deepEqual(Object.keys(asDeployed(stackWith("v2"), before).raw.values), [
      "rootstock:imageTag",
      "rootstock:secrets",
    ]);
  });

  it("has its own settings and the secrets of now, or its versions alone where no settings were kept", () => {
    const input = stackWith("v2", { "rootstock:domain": "new.example.com" });
    assert.deepEqual(asDeployed(input, recordOf(1, "v1")).raw.values, {
      "rootstock:imageTag": "v1",
      "rootstock:secrets": '{"A":"now"}',
    });
    const { settings: _none, ...versionsAlone } = recordOf(1, "v1");
    const { values } = asDeployed(input, versionsAlone).raw;
    assert.equal(values["rootstock:imageTag"], "v1");
    assert.equal(values["rootstock:domain"], "new.example.com");
  });
});
