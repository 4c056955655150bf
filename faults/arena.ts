import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { UsageError } from "../components/errors";
import type { DeploymentRecord } from "../deploy/contract";
import { readBook, removeBook } from "../deploy/deployment-records";
import { plan } from "../plan/plan";
import { projectRoot } from "../plan/program";
import type { ControlPlane } from "../rehearsal/control-plane/contract";
import { startControlPlane } from "../rehearsal/control-plane/control-plane";
import { Helm } from "../rehearsal/helm";
import { ClusterObjects } from "../rehearsal/objects";
import { clusterFacts } from "../rehearsal/rehearse";
import { removeStack } from "../rehearsal/removal";
import { succeeded } from "../rehearsal/report";
import { Rehearsal } from "../rehearsal/run";
import { type Program, programsOf, revive } from "./programs";
import { FaultProxy } from "./proxy";
import { type State, stateOf } from "./state";

/** How a rehearsal ended. */
export interface Ending {
  readonly ok: boolean;
  /** What was said to the user where it isn't. */
  readonly said: string;
  /** Something was said that only its maker understands. */
  readonly puzzling: boolean;
}

/** How a process ended. */
export interface SpawnedEnding extends Ending {
  /** Undefined where a signal ended it. */
  readonly code: number | undefined;
  readonly output: string;
}

/** A rehearsal or a deployment in a process of its own. */
export interface Spawned {
  readonly child: ChildProcess;
  readonly ended: Promise<SpawnedEnding>;
}

/** Longer than any rehearsal of the arena's stack may take, faults included, in milliseconds. */
const patience = 240_000;

/** How often secrets were changed, as a stack's file says it. */
export type WrittenVersions = Readonly<Record<string, { readonly version: number }>>;

/** A stack that has a bit of everything, and is up in seconds: routes, certificates, a store, generated passwords. */
const configuration = (tag: string, secretVersions: WrittenVersions = {}): object => ({
  config: {
    ...(Object.keys(secretVersions).length > 0 && { secretVersions }),
    environment: "dev",
    system: "juniper-canopy",
    imageTag: tag,
    cluster: { kind: "minikube" },
    platform: { monitoring: { enabled: false }, logs: { enabled: false } },
  },
});

/** A control plane, a proxy before it, and a stack to rehearse through it, again and again. */
export class Arena {
  readonly stack: string;
  readonly #directory = mkdtempSync(join(tmpdir(), "rootstock-faults-"));

  private constructor(
    readonly plane: ControlPlane,
    readonly proxy: FaultProxy,
    private readonly programs: readonly Program[],
    name: string,
  ) {
    this.stack = name;
    writeFileSync(join(this.#directory, "kubeconfig"), proxy.proxied, { mode: 0o600 });
  }

  /** Starts it, under a name that no other process uses. */
  static async open(name: string): Promise<Arena> {
    const directory = mkdtempSync(join(tmpdir(), "rootstock-faults-"));
    const file = join(directory, `Pulumi.${name}.yaml`);
    writeFileSync(file, stringify(configuration("v1.0.0")));
    const { capabilities, nodePools, storageClasses } = clusterFacts(await plan({ config: file }));
    rmSync(directory, { recursive: true });
    const loadBalancer = { kind: capabilities.loadBalancer };
    const spec = { name, pools: nodePools, storageClasses, loadBalancer, metricsServer: false };
    const plane = await startControlPlane(spec, () => undefined);
    return new Arena(plane, await FaultProxy.start(plane.kubeconfig), await programsOf(plane), name);
  }

  /** Removes everything. */
  async close(): Promise<void> {
    await this.proxy.stop();
    await this.plane.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** The stack's file, with this version of the application, and its secrets as they were. */
  file(tag: string): string {
    writeFileSync(this.#file, stringify(configuration(tag, this.secretVersions)));
    return this.#file;
  }

  /** What the stack's file says of its secrets' versions. */
  get secretVersions(): WrittenVersions {
    if (!existsSync(this.#file)) return {};
    const { config } = parse(readFileSync(this.#file, "utf8")) as {
      readonly config: Readonly<Record<string, unknown>>;
    };
    return (config["rootstock:secretVersions"] ?? config["secretVersions"] ?? {}) as WrittenVersions;
  }

  /** What is in the cluster. */
  state(): Promise<State> {
    return stateOf(this.plane, this.stack);
  }

  /** Starts what has ended of the control plane, as whatever looks after it would. */
  async revive(): Promise<void> {
    await revive(this.plane, this.programs);
  }

  /** Removes the stack, past the proxy. */
  async clear(): Promise<void> {
    const cluster = new ClusterObjects(this.plane.kubeconfig);
    await removeStack({ cluster, helm: new Helm(this.plane.environment) }, this.stack);
    await removeBook(cluster, this.stack);
  }

  /** Rehearses in this process; `onActivity` is told how many objects and releases are done. */
  async rehearse(tag: string, onActivity: (count: number) => void = () => undefined): Promise<Ending> {
    const flags = { config: this.file(tag), kubeconfig: join(this.#directory, "kubeconfig") };
    const rehearsal = new Rehearsal({ ...flags, keep: true, charts: "stand-in", timeout: 60 }, this.stack);
    let count = 0;
    const steps = async (): Promise<Ending> => {
      for (const { run, title } of rehearsal.steps)
        await run(() => {
          if (title !== "Program") return;
          count += 1;
          onActivity(count);
        });
      const ok = succeeded(rehearsal.result);
      const late = rehearsal.result.workloads.notReady.map(({ name, message }) => `${name}: ${message}`);
      return { ok, said: ok ? "" : `workloads aren't ready: ${late.join("; ")}`, puzzling: false };
    };
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<Ending>((done) => {
      timer = setTimeout(() => done({ ok: false, said: "it hangs", puzzling: true }), patience);
    });
    try {
      return await Promise.race([steps(), tooLong]);
    } catch (error) {
      return { ok: false, said: String(error), puzzling: !(error instanceof UsageError) };
    } finally {
      clearTimeout(timer);
      await rehearsal.end();
    }
  }

  /** Rehearses in a process of its own, through the proxy, or with `own` on a control plane of its own that is kept. */
  spawn(tag: string, own = false): Spawned {
    return this.#spawn(["rehearsal/index.ts", "--keep", "--timeout", "60", ...this.#place(tag, own)]);
  }

  /** Deploys by `rootstock up` in the same way; a tag with `never-ready` in it fails after a while. */
  up(tag: string, own = false): Spawned {
    const timeout = tag.includes("never-ready") ? "6" : "60";
    return this.#spawn(["cli/index.ts", "up", "--rehearse", "--timeout", timeout, ...this.#place(tag, own)]);
  }

  /** Another command on the stack as its file is. */
  command(...words: readonly string[]): Spawned {
    return this.#spawn(["cli/index.ts", ...words, "--rehearse", "--config", this.#file, ...this.#shared]);
  }

  /** The deployments that the cluster remembers, latest first. */
  async history(): Promise<readonly DeploymentRecord[]> {
    return (await readBook(new ClusterObjects(this.plane.kubeconfig), this.stack)).records;
  }

  get #file(): string {
    return join(this.#directory, `Pulumi.${this.stack}.yaml`);
  }

  /** How a process comes to the control plane that all share. */
  get #shared(): readonly string[] {
    return ["--kubeconfig", join(this.#directory, "kubeconfig"), "--charts", "stand-in"];
  }

  #place(tag: string, own: boolean): readonly string[] {
    return ["--config", this.file(tag), ...(own ? ["--charts", "stand-in"] : this.#shared)];
  }

  #spawn(words: readonly string[]): Spawned {
    const child = spawn(process.execPath, ["--require", "./plan/loaded-first.cjs", "--import", "tsx", ...words], {
      cwd: projectRoot,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    const timer = setTimeout(() => child.kill("SIGKILL"), patience);
    const ended = new Promise<SpawnedEnding>((done) => {
      child.on("close", (code) => {
        clearTimeout(timer);
        const puzzling = /This is a fault in Rootstock|\n {4}at .*\(.*:\d+:\d+\)/.test(output);
        const said = output.trim().split("\n").slice(-3).join(" ");
        done({ ok: code === 0, code: code ?? undefined, said, puzzling, output });
      });
    });
    return { child, ended };
  }
}
