import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { parse, stringify } from "yaml";
import { runBackup } from "../../cli/backup";
import { runRestore } from "../../cli/restore";
import { runRotate } from "../../cli/rotate";
import type { Application } from "../../components/application/contract";
import { connection, generated } from "../../components/application/secrets";
import { sqliteBackup, sqliteRestore } from "../../components/application/sqlite-backup";
import type { Deployed } from "../../deploy/contract";
import { RehearsalEngine } from "../../deploy/rehearsal-engine";
import { readStack } from "../../plan/stack-file";
import { removeControlPlane } from "../../rehearsal/control-plane/control-plane";
import { application, service, store } from "../support/applications";
import { watchingEndpoints } from "../support/endpoints-watch";
import { leaks } from "../support/leaks";
import { withTodo } from "../support/todo-variant";
import { told } from "../support/told";
import { freshName } from "./rehearse-once";

const namespace = "shop-ns";
const copies = {
  of: "ledger",
  image: "registry.example.com/ledger:1",
  mountPath: "/data",
  database: "/data/app.db",
  size: "1Gi",
} as const;

/** Sessions in Redis, signed by a key of which two values are accepted, and a ledger that is backed up. */
const shop: Application = application({
  secrets: { SESSION_KEY: generated(32, "base64", { keepPrevious: true }), REDIS_URL: connection("redis") },
  stores: { redis: { kind: "redis", place: "cluster", image: "docker.io/library/redis:7.4.7-alpine", size: "1Gi" } },
  workloads: {
    api: service({ scale: 2, secrets: ["SESSION_KEY", "SESSION_KEY_PREVIOUS", "REDIS_URL"], connectsTo: ["redis"] }),
    ledger: store(),
    "ledger-backup": sqliteBackup(copies),
    "ledger-restore": sqliteRestore("ledger-backup", copies),
  },
});

const off = { enabled: false };
const settings = {
  "rootstock:environment": "dev",
  "rootstock:imageTag": "v1.0.0",
  "rootstock:cluster": { kind: "kubeconfig" },
  "rootstock:platform": { ingress: off, certificates: off, monitoring: off, logs: off },
};

/** Secrets of the application's namespace, decoded, with what their names begin with. */
interface FoundSecret {
  readonly annotations: Readonly<Record<string, string>>;
  readonly texts: Readonly<Record<string, string>>;
}

describe("a stack whose secrets are rotated, and whose data is copied and brought back", function () {
  this.timeout(600_000);
  const name = freshName();
  const folder = mkdtempSync(join(tmpdir(), "rotation-"));
  const config = join(folder, "Pulumi.dev.yaml");
  const heard: string[] = [];
  const seen = new Set<string>();
  let kubeconfig = "";
  before(() => writeFileSync(config, stringify({ config: settings })));
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await removeControlPlane(name);
  });

  const open = (): Promise<RehearsalEngine> => RehearsalEngine.open({ config, charts: "stand-in" }, undefined, name);
  const withEngine = async <Result>(action: (engine: RehearsalEngine) => Promise<Result>): Promise<Result> => {
    const engine = await open();
    try {
      return await action(engine);
    } finally {
      await engine.end();
    }
  };
  const up = (): Promise<Deployed> =>
    withTodo(
      () => shop,
      () =>
        withEngine(async (engine) => {
          const progress = (message: string): void => void heard.push(message);
          const deployed = await engine.up(await readStack({ config }), { command: "up", message: "up", progress });
          kubeconfig = (await engine.kubeconfig()) ?? "";
          return deployed;
        }),
    );
  const command = async (action: () => Promise<void>): Promise<string> => {
    const text = await told(() => withTodo(() => shop, action));
    heard.push(text);
    return text;
  };
  const core = (): CoreV1Api => {
    const cluster = new KubeConfig();
    cluster.loadFromString(kubeconfig);
    return cluster.makeApiClient(CoreV1Api);
  };
  /** The one Secret of a workload. */
  const secretOf = async (prefix: string): Promise<FoundSecret> => {
    const { items } = await core().listNamespacedSecret({ namespace });
    const [found, ...more] = items.filter(({ metadata }) => metadata?.name?.startsWith(`${prefix}-`));
    assert.deepEqual([found === undefined, more.length], [false, 0], prefix);
    const texts = Object.fromEntries(
      Object.entries(found?.data ?? {}).map(([key, text]) => [key, Buffer.from(text, "base64").toString()]),
    );
    for (const text of Object.values(texts)) seen.add(text);
    return { annotations: found?.metadata?.annotations ?? {}, texts };
  };
  const redisConfiguration = async (): Promise<string> =>
    (await secretOf("redis-secret-files")).texts["etc-redis-redis.conf"] ?? "";
  const today = "2026-11-21";
  const at = { namespace, name: "api" };
  let password = "";
  let sessionKey = "";
  let pods: readonly string[] = [];

  it("goes up with first values", async () => {
    const { failures } = await up();
    assert.deepEqual(failures, []);
    password = /^requirepass ([0-9a-f]{64})\n/.exec(await redisConfiguration())?.[1] ?? assert.fail("no password");
    const { annotations, texts } = await secretOf("api-secrets");
    sessionKey = texts["SESSION_KEY"] ?? assert.fail("no key");
    assert.equal(texts["SESSION_KEY_PREVIOUS"], sessionKey);
    assert.equal(annotations["rootstock.dev/last-rotated.REDIS_PASSWORD"], "never");
    pods = (await watchingEndpoints(kubeconfig, at, () => Promise.resolve())).at(-1) ?? [];
    assert.equal(pods.length, 2);
  });

  it("rotates them: both values are accepted, all pods are new, and the Service was never without one", async () => {
    let text = "";
    const rotating = async (): Promise<void> => {
      text = await command(() => runRotate(["REDIS_PASSWORD", "SESSION_KEY"], { config, json: true }, open, today));
    };
    const states = await watchingEndpoints(kubeconfig, at, rotating);
    const ready = states.at(-1) ?? [];
    const { failures, rotated, steps } = JSON.parse(text) as Record<string, unknown>;
    assert.deepEqual(failures, []);
    assert.deepEqual(rotated, [
      { name: "REDIS_PASSWORD", from: 1, to: 2, previous: true },
      { name: "SESSION_KEY", from: 1, to: 2, previous: true },
    ]);
    assert.ok(Number((steps as Record<string, number>)["update"]) >= 2, text);
    assert.ok(states.length > 1, String(states.length));
    assert.equal(states.filter((behind) => behind.length === 0).length, 0);
    assert.equal(ready.length, 2);
    assert.deepEqual(
      ready.filter((pod) => pods.includes(pod)),
      [],
    );
    const [, former, present = ""] = /^user default on >(\S+) >(\S+) /.exec(await redisConfiguration()) ?? [];
    assert.equal(former, password);
    assert.notEqual(present, password);
    const { annotations, texts } = await secretOf("api-secrets");
    assert.equal(texts["REDIS_URL"], `redis://:${present}@redis:6379/0`);
    assert.equal(texts["SESSION_KEY_PREVIOUS"], sessionKey);
    assert.notEqual(texts["SESSION_KEY"], sessionKey);
    assert.equal(annotations["rootstock.dev/version.SESSION_KEY"], "2");
    assert.equal(annotations["rootstock.dev/last-rotated.SESSION_KEY"], today);
    password = present;
    sessionKey = texts["SESSION_KEY"] ?? "";
  });

  it("changes nothing in a further deployment", async () => {
    const { steps } = await up();
    // The API server forgets an empty list of rules, so that policies without any are written anew every time.
    assert.deepEqual(
      steps.filter((step) => step.do !== "same" && !step.what.startsWith("networkpolicy ")),
      [],
    );
  });

  it("accepts the present values alone after the rotation's end", async () => {
    await command(() => runRotate([], { config, finish: true }, open, "2026-11-28"));
    assert.match(await redisConfiguration(), new RegExp(`^requirepass ${password}\n`));
    const { annotations, texts } = await secretOf("api-secrets");
    assert.deepEqual([texts["SESSION_KEY"], texts["SESSION_KEY_PREVIOUS"]], [sessionKey, sessionKey]);
    assert.equal(annotations["rootstock.dev/last-rotated.SESSION_KEY"], today);
    const file = parse(readFileSync(config, "utf8")) as { config: Record<string, unknown> };
    assert.deepEqual(file.config["rootstock:secretVersions"], {
      REDIS_PASSWORD: { version: 2, rotated: today },
      SESSION_KEY: { version: 2, rotated: today },
    });
  });

  it("copies its data now, and brings it back only when somebody has read what is lost", async () => {
    const backup = await command(() => runBackup(undefined, { config, json: true, timeout: 120 }, open));
    assert.match(backup, /"state": "succeeded"/);
    const listed = await command(() => runBackup(undefined, { config, list: true }, open));
    assert.match(
      listed,
      /^ledger-backup: \/data\/app\.db of ledger, .*\n {2}ledger-backup-\d{8}t\d{6}z: succeeded at /,
    );
    const refused = command(() => runRestore("ledger", { config }, open));
    await assert.rejects(refused, {
      name: "UsageError",
      message: "Data of stack dev would be lost; nothing was changed. To go on, add --confirm=dev.",
    });
    const restored = await command(() => runRestore("ledger", { config, confirm: "dev", timeout: 120 }, open));
    assert.match(
      restored,
      /^The \/data\/app\.db of ledger becomes what it was in .*\n[\s\S]*ledger-restore-\S+: succeeded/,
    );
  });

  it("has told nobody a secret: not in progress, not in what commands say, not in records, not in outputs", async () => {
    const { history, outputs } = await withTodo(
      () => shop,
      () => withEngine(async (engine) => ({ history: await engine.history(), outputs: await engine.outputs() })),
    );
    assert.deepEqual(
      history.map((record) => [record.command, record.message, record.result]),
      [
        ["rotate", "finish REDIS_PASSWORD, finish SESSION_KEY", "succeeded"],
        ["up", "up", "succeeded"],
        ["rotate", "rotate REDIS_PASSWORD to version 2, rotate SESSION_KEY to version 2", "succeeded"],
        ["up", "up", "succeeded"],
      ],
    );
    assert.ok(heard.length > 20, String(heard.length));
    const { items } = await core().listConfigMapForAllNamespaces();
    const files = [
      { path: "what was told", text: heard.join("\n") },
      { path: "records", text: JSON.stringify(history) },
      { path: "outputs", text: JSON.stringify(outputs) },
      { path: "ConfigMaps", text: JSON.stringify(items) },
      { path: "the stack's file", text: readFileSync(config, "utf8") },
    ];
    assert.deepEqual(leaks(files, [...seen, password, sessionKey]), []);
  });
});
