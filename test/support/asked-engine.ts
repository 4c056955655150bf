import type { Deployed, DeploymentRecord, Engine, RolloutFailure, UpOptions } from "../../deploy/contract";
import { type Flags, readStack, type StackInput } from "../../plan/stack-file";

/** What was asked of a {@link AskedEngine}. */
export interface AskedUp extends Pick<UpOptions, "command" | "message"> {
  readonly input: StackInput;
}

/** An engine that deploys nothing and remembers what it was asked. */
export class AskedEngine implements Engine {
  readonly kind = "rehearsal";
  readonly ups: AskedUp[] = [];
  readonly records: DeploymentRecord[] = [];
  ended = 0;
  /** What the next deployment doesn't get ready. */
  failures: readonly RolloutFailure[] = [];
  /** What the next deployment throws. */
  refusal: Error | undefined;

  private constructor(readonly input: StackInput) {}

  static async of(flags: Flags): Promise<AskedEngine> {
    return new AskedEngine(await readStack(flags));
  }

  up(input: StackInput, { command, message }: UpOptions): Promise<Deployed> {
    this.ups.push({ input, command, message });
    const { failures, refusal } = this;
    const number = this.records.length + 1;
    this.records.unshift({
      number,
      command,
      by: "tester@host",
      message,
      started: "2026-11-21T10:00:00Z",
      ended: "2026-11-21T10:01:00Z",
      result: refusal !== undefined || failures.length > 0 ? "failed" : "succeeded",
      versions: { imageTag: "v1", slots: {}, digests: {} },
    });
    if (refusal !== undefined) return Promise.reject(refusal);
    return Promise.resolve({ steps: [{ do: "update", what: "deployment dev/api" }], failures, outputs: {} });
  }

  preview = (): Promise<never> => Promise.reject(new Error("not asked for"));
  drift = (): Promise<never> => Promise.reject(new Error("not asked for"));
  destroy = (): Promise<never> => Promise.reject(new Error("not asked for"));
  contents = (): Promise<readonly string[]> => Promise.resolve([]);
  outputs = (): Promise<undefined> => Promise.resolve(undefined);
  kubeconfig = (): Promise<string | undefined> => Promise.resolve(undefined);
  history = (): Promise<readonly DeploymentRecord[]> => Promise.resolve([...this.records]);

  end(): Promise<void> {
    this.ended += 1;
    return Promise.resolve();
  }
}
