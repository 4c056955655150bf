import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { projectName, type RawConfig } from "../stacks/config/raw";
import type { StackOutputs } from "../stacks/outputs";
import { RecordingMonitor } from "./monitor";
import type { Answerer, Registration } from "./registration";

/** What came of a run of the program. */
export interface ProgramRun {
  readonly stack: string;
  /** Sorted by URN, so that two runs give the same list. */
  readonly registrations: readonly Registration[];
  /** The stack's outputs on the wire, secrets marked. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What the program warned of. */
  readonly warnings: readonly string[];
}

/** Root of the checkout. */
export const projectRoot = resolve(__dirname, "..");

/** A Pulumi program: `index.ts`, or another one in tests. */
export type Program = () => Promise<object>;

/** The program of this project. */
async function ownProgram(): Promise<object> {
  const { default: program } = (await import("../index")) as unknown as {
    readonly default: () => Promise<StackOutputs>;
  };
  return program();
}

/** The SDK, when no engine listens, writes diagnostics to the console; they are collected instead. */
function collectWarnings(warnings: string[]): () => void {
  const { warn, info, log, error } = console;
  const collect =
    (original: (...data: unknown[]) => void) =>
    (...data: unknown[]) => {
      const text = data.map(String).join(" ");
      const match = /^(?:warning|warn): \[runtime\] ([\s\S]*)$/.exec(text);
      if (match?.[1] !== undefined) warnings.push(match[1]);
      else if (!/^(?:info|debug|error): \[runtime\] /.test(text)) original.apply(console, data);
    };
  Object.assign(console, { warn: collect(warn), info: collect(info), log: collect(log), error: collect(error) });
  return () => Object.assign(console, { warn, info, log, error });
}

/**
 * Runs the unmodified program in this process, with `answerer` in place of the engine and its providers. One run at
 * a time: Pulumi's runtime is global to the process.
 *
 * @param program what to run instead of this project's program
 * @throws whatever the program or the answerer throws first, once everything that was under way has ended.
 */
export async function runProgram(
  config: RawConfig,
  stack: string,
  answerer: Answerer,
  program: Program = ownProgram,
): Promise<ProgramRun> {
  const monitor = new RecordingMonitor(answerer);
  const warnings: string[] = [];
  const errors: unknown[] = [];
  const onRejection = (reason: unknown): void => {
    errors.push(reason);
  };
  const restore = collectWarnings(warnings);
  process.on("unhandledRejection", onRejection);
  try {
    await pulumi.runtime.setMocks(monitor.mocks, projectName, stack, false, "organization");
    pulumi.runtime.setMockOptions(monitor, projectName, stack, false, "organization");
    pulumi.runtime.setAllConfig({ ...config.values }, [...config.secretKeys]);
    const ended = pulumi.runtime
      .runInPulumiStack(program)
      .catch(onRejection)
      .then(() => pulumi.runtime.disconnect())
      .catch(onRejection);
    await Promise.race([ended, monitor.stopped]);
    // A rejection that nobody handles is announced only after the microtasks of this turn.
    await new Promise((done) => setImmediate(done));
  } finally {
    process.off("unhandledRejection", onRejection);
    restore();
  }
  const [first] = [...monitor.refusals, ...errors];
  if (first !== undefined) throw first instanceof Error ? first : new Error("The program failed.", { cause: first });
  return {
    stack,
    registrations: monitor.registrations.sort((a, b) => (a.urn < b.urn ? -1 : 1)),
    outputs: monitor.outputs,
    warnings,
  };
}
