import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseAllDocuments } from "yaml";
import type { ControlPlaneSpec } from "../../rehearsal/control-plane/contract";
import { explainKwokctlFailure } from "../../rehearsal/control-plane/kwokctl";
import { kwokctlConfiguration } from "../../rehearsal/control-plane/kwokctl-configuration";
import { withLock } from "../../rehearsal/control-plane/lock";
import { disown, readOwner, standingOf, writeOwner } from "../../rehearsal/control-plane/owner";
import { freePorts } from "../../rehearsal/control-plane/ports";
import { isAlive, processesOf, startTimeOf } from "../../rehearsal/control-plane/processes";
import { repeat } from "../../rehearsal/control-plane/repeat";

describe("what belongs to a control plane", () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "rootstock-processes-"));
  });

  afterEach(async () => {
    await rm(directory, { recursive: true, force: true });
  });

  it("is in use while its owner lives, then kept or abandoned", async () => {
    await writeOwner(directory, false);
    const owner = await readOwner(directory);
    assert.equal(await standingOf(owner), "in use");
    assert.equal(await standingOf({ pid: 999_999_999, startTime: "1", kept: false }), "abandoned");
    assert.equal(await standingOf({ pid: 999_999_999, startTime: "1", kept: true }), "kept");
    assert.equal(await standingOf(undefined), "abandoned");
    await disown(directory);
    assert.equal(await standingOf(await readOwner(directory)), "kept");
  });

  it("is abandoned when another process has its owner's number now", async () => {
    assert.equal(await isAlive({ pid: process.pid, startTime: await startTimeOf(process.pid) }), true);
    assert.equal(await isAlive({ pid: process.pid, startTime: "1" }), false);
  });

  it("isn't a program of the user's own that looks into the directory", async () => {
    await writeFile(path.join(directory, "log"), "");
    assert.deepEqual(await processesOf(directory), []);
  });

  it("is done by one at a time under a lock, and a dead one's lock is taken over", async () => {
    const file = path.join(directory, "lock");
    await writeFile(file, "999999999 1");
    let inside = 0;
    let most = 0;
    const enter = async (): Promise<void> =>
      withLock(file, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await sleep(20);
        inside -= 1;
      });
    await Promise.all([enter(), enter(), enter()]);
    assert.equal(most, 1);
  });

  it("gives up its lock when it fails", async () => {
    const file = path.join(directory, "lock");
    const failing = withLock(file, async () => Promise.reject(new Error("no")));
    await assert.rejects(failing, /no/);
    assert.equal(await withLock(file, async () => Promise.resolve("yes")), "yes");
  });

  it("has ports that nobody listens on", async () => {
    const ports = await freePorts(7);
    assert.equal(new Set(ports).size, 7);
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(ports[0], "127.0.0.1", resolve);
    });
    server.close();
  });
});

describe("what is done again and again", () => {
  it("goes on after a round that failed, and ends when told to", async () => {
    let rounds = 0;
    const repetition = repeat(1, async () => {
      rounds += 1;
      await Promise.reject(new Error("busy"));
    });
    while (rounds < 3) await sleep(1);
    await repetition.stop();
    const reached = rounds;
    await sleep(10);
    assert.equal(rounds, reached);
  });
});

describe("what kwokctl is told", () => {
  const ports = { etcd: 1, etcdPeer: 2, apiServer: 3, controllerManager: 4, scheduler: 5, kwok: 6, metricsServer: 7 };
  const spec: ControlPlaneSpec = {
    name: "x",
    pools: [],
    storageClasses: [],
    loadBalancer: { kind: "ip" },
    metricsServer: false,
  };
  const documents = (one: ControlPlaneSpec) =>
    parseAllDocuments(kwokctlConfiguration(one, { etcd: "/bin/etcd" }, ports, "/dir")).map(
      (document) => document.toJS() as Told,
    );

  interface Told {
    readonly kind: string;
    readonly metadata?: { readonly name: string };
    readonly options?: Readonly<Record<string, unknown>>;
    readonly componentsPatches?: readonly {
      name: string;
      extraArgs: readonly { key: string; value: string; override: boolean }[];
    }[];
  }

  it("keeps everything on the loopback address, on the ports given, with the programs found", () => {
    const options = documents(spec)[0]?.options;
    assert.equal(options?.["bindAddress"], "127.0.0.1");
    assert.equal(options["kubeApiserverPort"], 3);
    assert.equal(options["etcdBinary"], "/bin/etcd");
    assert.equal(options["kubeApiserverBinary"], undefined);
    assert.equal(options["metricsServerPort"], undefined);
  });

  it("replaces only arguments that kwokctl gives, for it drops any other replacement", () => {
    const patches = documents({ ...spec, metricsServer: true })[0]?.componentsPatches ?? [];
    const replaced = patches.flatMap((one) =>
      one.extraArgs.filter((each) => each.override).map((each) => `${one.name} ${each.key}`),
    );
    assert.deepEqual(replaced, ["metrics-server metric-resolution", "metrics-server kubelet-preferred-address-types"]);
  });

  it("simulates the cloud's kind of load balancer", () => {
    const names = (kind: "ip" | "hostname" | "none") =>
      documents({ ...spec, loadBalancer: { kind } }).filter((one) => one.metadata?.name === "load-balancer").length;
    assert.deepEqual([names("ip"), names("hostname"), names("none")], [1, 1, 0]);
    const text = kwokctlConfiguration({ ...spec, loadBalancer: { kind: "hostname" } }, {}, ports, "/dir");
    assert.match(text, /hostname: .*\.elb\.rehearsal\.invalid/);
    assert.doesNotMatch(text, /203\.0\.113/);
  });

  it("simulates usage where metrics are served", () => {
    const kinds = documents({ ...spec, metricsServer: true }).map((one) => one.kind);
    assert.ok(kinds.includes("ClusterResourceUsage") && kinds.includes("Metric"));
  });

  it("is explained in a sentence when it fails", () => {
    assert.match(explainKwokctlFailure("x: no space left on device", "created").message, /^The disk is full: /);
    assert.match(
      explainKwokctlFailure("dial tcp: no such host", "created").message,
      /`npm run plan`, which needs Node alone/,
    );
    assert.match(
      explainKwokctlFailure("a\nb", "started").message,
      /couldn't have the control plane started\. It said: a b$/,
    );
  });
});
