import { spawn } from "node:child_process";
import { shown } from "../stacks/config/plain-secrets";
import type { WaveOutcome } from "./wave-run";

/** A program that deploys one stack, and prints one JSON document. */
export interface StackProgram {
  readonly program: string;
  readonly words: readonly string[];
  readonly directory: string;
  /** Passes SIGTERM on; Ctrl-C of a terminal reaches the program by itself. */
  readonly signal?: AbortSignal;
}

interface Failure {
  readonly what?: unknown;
  readonly why?: unknown;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Failures that the program's document names, in a line. */
function failuresIn(output: string): string | undefined {
  try {
    const { failures = [], message } = JSON.parse(output) as {
      readonly failures?: readonly Failure[];
      readonly message?: unknown;
    };
    const named = failures.map(({ what, why }) => `${text(what)}: ${text(why)}`).join("; ");
    return named !== "" ? named : text(message) || undefined;
  } catch {
    return undefined;
  }
}

/** Lines without what looks like a secret. */
function shownLines(lines: string): string {
  return lines.split("\n").map(shown).join("\n");
}

/** The last lines that a program wrote for people: its refusal is at the end. */
function lastWords(errors: string): string {
  return errors
    .trim()
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-5)
    .join("\n");
}

/** Deploys a stack in a process of its own, as Pulumi's runtime is one for a whole process. */
export function stackProcess({ directory, program, signal, words }: StackProgram): Promise<WaveOutcome> {
  return new Promise((done) => {
    const child = spawn(program, [...words], { cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    const stop = (): void => {
      child.kill("SIGTERM");
    };
    signal?.addEventListener("abort", stop);
    child.stdout.on("data", (data: Buffer) => output.push(data));
    child.stderr.on("data", (data: Buffer) => errors.push(data));
    const end = (outcome: WaveOutcome): void => {
      signal?.removeEventListener("abort", stop);
      done(outcome);
    };
    child.on("error", ({ message }) => {
      end({ succeeded: false, reason: `${program} can't be started: ${message}` });
    });
    child.on("close", (code, killed) => {
      if (code === 0) {
        end({ succeeded: true });
        return;
      }
      const said = failuresIn(Buffer.concat(output).toString("utf8"));
      const reason = said ?? lastWords(Buffer.concat(errors).toString("utf8"));
      const how = code === null ? `ended by ${killed ?? "a signal"}` : `ended with code ${String(code)}`;
      end({ succeeded: false, reason: shownLines(reason === "" ? how : reason) });
    });
  });
}
