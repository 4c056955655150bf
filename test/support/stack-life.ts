import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { stringify } from "yaml";
import { projectRoot } from "../../plan/program";
import { readStack } from "../../plan/stack-file";
import { removeControlPlane } from "../../rehearsal/control-plane/control-plane";
import { openSessionFor } from "../../rehearsal/deployment";
import { stacksOf } from "../../rehearsal/rehearse";
import { keptControlPlane } from "../../rehearsal/session";
import { projectName } from "../../stacks/config/raw";
import { type WatchedStates, watchingEndpoints } from "./endpoints-watch";
import { atTerminal, type Typing } from "./terminal";

/** How a command ended. */
export interface Ended {
  /** Undefined where a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Settings of a stack's file, by short key. */
export type StorySettings = Readonly<Record<string, unknown>>;

/** The program, and the words of a command. */
const program = (words: readonly string[]): readonly string[] => [
  process.execPath,
  join(projectRoot, "cli/rootstock.cjs"),
  ...words,
];

/**
 * A stack's life on the control plane that is kept for it: its file, which the story changes as people would, and
 * `rootstock` in a process of its own, as people run it. Must be closed.
 */
export class StackLife {
  /** What every command has told, with its words; but for those that were asked for secrets. */
  readonly heard: { readonly path: string; readonly text: string }[] = [];

  private constructor(
    readonly stack: string,
    /** The stack's file. */
    readonly file: string,
    readonly kubeconfig: string,
  ) {}

  /** Starts it with a stack of these settings, under a name that no other test uses; nothing is deployed yet. */
  static async open(stack: string, settings: StorySettings): Promise<StackLife> {
    const file = join(mkdtempSync(join(tmpdir(), "story-")), `Pulumi.${stack}.yaml`);
    const config = Object.entries(settings).map(([key, value]) => [`${projectName}:${key}`, value]);
    writeFileSync(file, stringify({ config: Object.fromEntries(config) as object }, { aliasDuplicateObjects: false }));
    const plans = await stacksOf(await readStack({ config: file }));
    const kept = { name: keptControlPlane(stack), keep: true, progress: () => undefined };
    const session = await openSessionFor(plans, kept);
    await session.end();
    return new StackLife(stack, file, session.kubeconfig);
  }

  /** The folder of the stack's file, for whatever the story writes. */
  get folder(): string {
    return dirname(this.file);
  }

  /** The file's name, as sentences have it. */
  get fileName(): string {
    return basename(this.file);
  }

  /** Words by which a command reaches this stack. */
  get words(): readonly string[] {
    return ["--config", this.file, "--rehearse", "--charts", "stand-in"];
  }

  /** Changes the stack's file in one place, as people do. */
  edit(from: string, to: string): void {
    const before = readFileSync(this.file, "utf8");
    assert.equal(before.split(from).length, 2, `${from} stands once in ${before}`);
    writeFileSync(this.file, before.replace(from, to));
  }

  /** Runs a command that reaches this stack's control plane. */
  run(command: string, ...words: readonly string[]): Promise<Ended> {
    return this.say(command, ...words, ...this.words);
  }

  /** The same for scripts: the one document that the command tells, with its exit code. */
  async data<T extends object>(command: string, ...words: readonly string[]): Promise<T & { readonly code: number }> {
    const { code = -1, stderr, stdout } = await this.run(command, ...words, "--json");
    assert.match(stdout, /^\{[\s\S]*\}\n$/, stderr);
    return { code, ...(JSON.parse(stdout) as T) };
  }

  /** Runs `rootstock` with these words and no others. */
  async say(...words: readonly string[]): Promise<Ended> {
    const [file = "", ...rest] = program(words);
    const child = spawn(file, rest, { cwd: projectRoot, stdio: ["ignore", "pipe", "pipe"] });
    const ended = new Promise<number | undefined>((done) => child.on("close", (code) => done(code ?? undefined)));
    const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    if (!words.includes("--show-secrets")) this.heard.push({ path: words.join(" "), text: `${stdout}\n${stderr}` });
    return { code, stdout, stderr };
  }

  /** Runs a command that reaches this stack's control plane on a terminal, where somebody answers its question. */
  async typing(typing: Typing, command: string, ...words: readonly string[]): Promise<Ended> {
    const all = [command, ...words, ...this.words];
    const { code, screen } = await atTerminal(program(all), typing, projectRoot);
    this.heard.push({ path: all.join(" "), text: screen });
    return { code, stdout: screen, stderr: "" };
  }

  /**
   * Does something while the pods behind a Service are watched.
   *
   * @returns the ready pods of every state that they went through, of which none was without any
   */
  async serving(
    service: { readonly name: string; readonly namespace: string },
    action: () => Promise<void>,
  ): Promise<WatchedStates> {
    const states = await watchingEndpoints(this.kubeconfig, service, action);
    assert.ok(states.length > 0);
    const empty = states.filter((ready) => ready.length === 0);
    assert.deepEqual(empty, [], `${service.name} was never without a ready pod`);
    return states;
  }

  /** Removes everything. */
  async close(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    await removeControlPlane(keptControlPlane(this.stack));
  }
}
