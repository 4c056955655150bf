import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { UsageError } from "../../components/errors";
import { type RotateArgs, rotate } from "../../deploy/rotate";
import type { RotationRequest } from "../../deploy/rotation";
import { AskedEngine } from "../support/asked-engine";

const today = "2026-11-21";

describe("rootstock rotate", () => {
  let folder = "";
  let config = "";
  let engine: AskedEngine;

  const write = async (settings: Readonly<Record<string, unknown>> = {}): Promise<void> => {
    writeFileSync(
      config,
      stringify({
        config: {
          "rootstock:environment": "dev",
          "rootstock:imageTag": "v1.0.0",
          "rootstock:cluster": { kind: "doks" },
          ...settings,
        },
      }),
    );
    engine = await AskedEngine.of({ config });
  };
  const versions = (): unknown =>
    (parse(readFileSync(config, "utf8")) as { config: Record<string, unknown> }).config["rootstock:secretVersions"];
  const run = (request: Partial<RotationRequest>, more: Partial<RotateArgs> = {}) =>
    rotate({
      flags: { config },
      request: { names: [], ...request },
      today,
      dryRun: false,
      open: () => Promise.resolve(engine),
      progress: () => undefined,
      ...more,
    });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "rotate-"));
    config = join(folder, "Pulumi.dev.yaml");
    await write();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("counts a generated secret's version up, dates it, deploys what the file says, and tells why", async () => {
    const { rotations } = await run({ names: ["REDIS_PASSWORD", "BETTER_AUTH_SECRET"] });
    assert.deepEqual(rotations, [
      { name: "BETTER_AUTH_SECRET", from: 1, to: 2, previous: false },
      { name: "REDIS_PASSWORD", from: 1, to: 2, previous: true },
    ]);
    const expected = {
      BETTER_AUTH_SECRET: { version: 2, rotated: today },
      REDIS_PASSWORD: { version: 2, rotated: today, previous: true },
    };
    assert.deepEqual(versions(), expected);
    const [up] = engine.ups;
    assert.equal(up?.command, "rotate");
    assert.equal(up.message, "rotate BETTER_AUTH_SECRET to version 2, rotate REDIS_PASSWORD to version 2");
    assert.deepEqual(JSON.parse(up.input.raw.values["rootstock:secretVersions"] ?? ""), expected);
    assert.equal(engine.ended, 1);
  });

  it("ends a rotation: the day stays, the former value goes", async () => {
    await write({
      "rootstock:secretVersions": { REDIS_PASSWORD: { version: 2, rotated: "2026-11-01", previous: true } },
    });
    await run({ finish: true });
    assert.deepEqual(versions(), { REDIS_PASSWORD: { version: 2, rotated: "2026-11-01" } });
    assert.equal(engine.ups[0]?.message, "finish REDIS_PASSWORD");
    await assert.rejects(run({ names: ["REDIS_PASSWORD"], finish: true }), {
      message: "There is nothing to finish: of REDIS_PASSWORD the present value alone is accepted already.",
    });
  });

  it("doesn't keep a value that has leaked", async () => {
    await run({ names: ["REDIS_PASSWORD"], atOnce: true });
    assert.deepEqual(versions(), { REDIS_PASSWORD: { version: 2, rotated: today } });
  });

  it("leaves to people what is theirs, until they say that they have done it", async () => {
    const { byHand, deployed, rotations } = await run({ names: ["OPENAI_API_KEY"] });
    assert.deepEqual([rotations, deployed, engine.ups, versions()], [[], undefined, [], undefined]);
    assert.deepEqual(
      byHand.map(({ change }) => change),
      [
        {
          by: "person",
          where: "secrets.OPENAI_API_KEY of the stack's file",
          command: "pulumi config set --stack dev --secret --path 'secrets.OPENAI_API_KEY'",
        },
      ],
    );
    await run({ names: ["OPENAI_API_KEY"], changed: true });
    assert.deepEqual(versions(), { OPENAI_API_KEY: { version: 2, rotated: today } });
    assert.equal(engine.ups[0]?.message, "rotate OPENAI_API_KEY to version 2");
  });

  it("takes all that are due, and none that nobody has dated", async () => {
    await write({
      "rootstock:secretVersions": {
        REDIS_PASSWORD: { version: 4, rotated: "2026-08-23" },
        BETTER_AUTH_SECRET: { version: 2, rotated: "2026-08-24" },
        OPENAI_API_KEY: { version: 2, rotated: "2026-01-01" },
      },
    });
    const { byHand, rotations } = await run({ due: true });
    assert.deepEqual(
      rotations.map(({ name, to }) => [name, to]),
      [["REDIS_PASSWORD", 5]],
    );
    assert.deepEqual(
      byHand.map(({ name }) => name),
      ["OPENAI_API_KEY"],
    );
  });

  it("does nothing where nothing is due, and opens no engine", async () => {
    const { deployed } = await run({ due: true }, { open: () => assert.fail("nobody needs an engine") });
    assert.equal(deployed, undefined);
  });

  it("says what it would do", async () => {
    const before = readFileSync(config, "utf8");
    const { rotations } = await run(
      { names: ["REDIS_PASSWORD"] },
      { dryRun: true, open: () => assert.fail("nobody needs an engine") },
    );
    assert.deepEqual(rotations, [{ name: "REDIS_PASSWORD", from: 1, to: 2, previous: true }]);
    assert.equal(readFileSync(config, "utf8"), before);
  });

  it("writes a day down for those that have none, and deploys nothing", async () => {
    await write({ "rootstock:secretVersions": { REDIS_PASSWORD: { version: 4, rotated: "2026-08-23" } } });
    await run({ record: "2026-10-01" }, { open: () => assert.fail("nobody needs an engine") });
    const dated = versions() as Record<string, unknown>;
    assert.deepEqual(dated["REDIS_PASSWORD"], { version: 4, rotated: "2026-08-23" });
    assert.deepEqual(dated["DATABASE_URL"], { version: 1, rotated: "2026-10-01" });
    assert.equal(dated["REDPANDA_BROKERS"], undefined, "an address is no secret");
  });

  it("goes on with a rotation that failed, and draws no further value", async () => {
    engine.refusal = new UsageError("The API server doesn't answer.");
    await assert.rejects(run({ names: ["REDIS_PASSWORD"] }), {
      name: "UsageError",
      message: /^The API server doesn't answer\.\nThe new versions stand in the stack's file already/,
    });
    assert.equal(engine.ended, 1);
    engine.refusal = undefined;
    engine.failures = [{ what: "deployment dev/backend", why: "it crashes" }];
    assert.deepEqual((await run({ names: ["REDIS_PASSWORD"] })).resumed, ["REDIS_PASSWORD"]);
    engine.failures = [];
    const { resumed, rotations } = await run({ due: true });
    assert.deepEqual([resumed, rotations], [["REDIS_PASSWORD"], []]);
    assert.deepEqual(versions(), { REDIS_PASSWORD: { version: 2, rotated: today, previous: true } });
    assert.deepEqual(
      new Set(engine.ups.map(({ message }) => message)),
      new Set(["rotate REDIS_PASSWORD to version 2"]),
    );
    // That is deployed now: the same command means a further rotation.
    assert.equal((await run({ names: ["REDIS_PASSWORD"] })).rotations[0]?.to, 3);
  });

  it("refuses what can't be rotated, with what can", async () => {
    await assert.rejects(run({ names: ["REDIS_PASWORD"] }), {
      message: /^REDIS_PASWORD is no secret of todo \(did you mean REDIS_PASSWORD\?\); there are BETTER_AUTH_SECRET, /,
    });
    await assert.rejects(run({ names: ["REDIS_CONF"] }), {
      message: "REDIS_CONF is composed of REDIS_PASSWORD; rotate that.",
    });
    await assert.rejects(run({}), { message: /^Name what to rotate, such as rootstock rotate BETTER_AUTH_SECRET/ });
    await assert.rejects(run({ due: true }, { flags: { config, system: "ffe-backend" } }), {
      message: /^--system is ffe-backend, but Pulumi\.dev\.yaml is about todo/,
    });
  });
});
