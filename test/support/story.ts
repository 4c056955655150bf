import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { text } from "node:stream/consumers";
import { stringify } from "yaml";
import { plan } from "../../plan/plan";
import { projectRoot } from "../../plan/program";
import type { ControlPlane } from "../../rehearsal/control-plane/contract";
import { startControlPlane } from "../../rehearsal/control-plane/control-plane";
import { clusterFacts } from "../../rehearsal/rehearse";
import { poolsOf } from "../../rehearsal/session";
import { type WatchedStates, watchingEndpoints } from "./endpoints-watch";

/** How a command ended. */
export interface Ended {
  /** Undefined where a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Settings of a stack's file, by short key. */
export type StorySettings = Readonly<Record<string, unknown>>;

/** A small system with a bit of everything, and up in seconds: routes, a store, generated passwords, two charts. */
const smallSystem: StorySettings = {
  environment: "dev",
  system: "juniper-canopy",
  imageTag: "v1.0.0",
  cluster: { kind: "minikube" },
  platform: { monitoring: { enabled: false }, logs: { enabled: false } },
};

/** The namespace of {@link smallSystem} and its Deployment, whose Service has the same name. */
export const smallWorkload = { namespace: "juniper-dev", name: "juniper-canopy" } as const;

/**
 * A stack's life on a control plane of its own: its file, which the story changes as people would, and `rootstock` in a
 * process of its own, as people run it. Must be closed.
 */
export class Story {
  readonly #directory = mkdtempSync(join(tmpdir(), "story-"));
  readonly #kubeconfig = join(this.#directory, "kubeconfig");

  private constructor(
    readonly stack: string,
    readonly plane: ControlPlane,
  ) {
    writeFileSync(this.#kubeconfig, plane.kubeconfig, { mode: 0o600 });
  }

  /** Starts it with a stack of these settings, under a name that no other test uses. */
  static async open(name: string, settings: StorySettings = smallSystem): Promise<Story> {
    const directory = mkdtempSync(join(tmpdir(), "story-"));
    const file = join(directory, `Pulumi.${name}.yaml`);
    writeFileSync(file, stringify({ config: settings }));
    const facts = clusterFacts(await plan({ config: file }));
    rmSync(directory, { recursive: true });
    const { capabilities, storageClasses } = facts;
    const loadBalancer = { kind: capabilities.loadBalancer };
    const spec = { name, pools: poolsOf(facts), storageClasses, loadBalancer, metricsServer: false };
    const plane = await startControlPlane(spec, () => undefined);
    const story = new Story(name, plane);
    story.write(settings);
    return story;
  }

  /** The stack's file. */
  get file(): string {
    return join(this.#directory, `Pulumi.${this.stack}.yaml`);
  }

  /** The file's name, as sentences have it. */
  get fileName(): string {
    return basename(this.file);
  }

  /** Words by which a command reaches this cluster. */
  get clusterWords(): readonly string[] {
    return ["--rehearse", "--kubeconfig", this.#kubeconfig, "--charts", "stand-in"];
  }

  /** Words by which a command reaches this stack. */
  get words(): readonly string[] {
    return [...this.clusterWords, "--config", this.file];
  }

  /** Writes the stack's file. */
  write(settings: StorySettings): void {
    writeFileSync(this.file, stringify({ config: settings }));
  }

  /** Runs `rootstock` with a command and its own words. */
  run(command: string, ...words: readonly string[]): Promise<Ended> {
    return this.rootstock(command, ...this.words, ...words);
  }

  /** Runs `rootstock` with these words. */
  async rootstock(...words: readonly string[]): Promise<Ended> {
    const file = join(projectRoot, "cli/rootstock.cjs");
    const child = spawn(process.execPath, [file, ...words], {
      cwd: projectRoot,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = new Promise<number | undefined>((done) => child.on("close", (code) => done(code ?? undefined)));
    const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { code, stdout, stderr };
  }

  /** The ready pods of a Service, in every state that they go through while something is done. */
  watching(
    service: { readonly name: string; readonly namespace: string },
    action: () => Promise<void>,
  ): Promise<WatchedStates> {
    return watchingEndpoints(this.plane.kubeconfig, service, action);
  }

  /** Removes everything. */
  async close(): Promise<void> {
    rmSync(this.#directory, { recursive: true, force: true });
    await this.plane.stop();
  }
}
