import { UsageError } from "../../components/errors";
import type { Deployed, DeploymentRecord, Engine, UpOptions } from "../../deploy/contract";
import { describeVersions, versionsOf } from "../../deploy/versions";
import type { StackInput } from "../../plan/stack-file";

/**
 * An engine whose cluster is a list of records: versions with `never-ready` in them don't get ready, those with
 * `refused` are refused on the way, and those with `malformed` before anything is touched.
 */
export class FakeEngine implements Pick<Engine, "history" | "input" | "kubeconfig" | "up"> {
  records: readonly DeploymentRecord[] = [];

  constructor(
    readonly input: StackInput,
    private readonly onUp: (input: StackInput) => void = () => undefined,
  ) {}

  /** What was deployed, first to last, as people read it. */
  get story(): readonly string[] {
    return this.records
      .map(({ command, result, versions }) => `${command} ${describeVersions(versions)}: ${result}`)
      .reverse();
  }

  up(input: StackInput, { command, message }: UpOptions): Promise<Deployed> {
    const versions = versionsOf(input);
    const text = JSON.stringify(versions);
    this.onUp(input);
    if (text.includes("malformed")) return Promise.reject(new UsageError("imageTag is malformed."));
    const failures = text.includes("never-ready") ? [{ what: "deployment shop/web", why: "0 of 1 are ready" }] : [];
    const refused = text.includes("refused");
    const record: DeploymentRecord = {
      number: this.records.length + 1,
      command,
      by: "ada@laptop",
      message,
      started: "2026-11-21T08:00:00Z",
      ended: "2026-11-21T08:01:00Z",
      ...(failures.length > 0 || refused ? { result: "failed", reason: "0 of 1 are ready" } : { result: "succeeded" }),
      versions,
    };
    this.records = [record, ...this.records];
    if (refused) return Promise.reject(new UsageError("The API server refused deployment shop/web."));
    return Promise.resolve({
      steps: [
        { do: "update", what: "deployment shop/web" },
        { do: "same", what: "service shop/web" },
      ],
      failures,
      outputs: {},
    });
  }

  history(): Promise<readonly DeploymentRecord[]> {
    return Promise.resolve(this.records);
  }

  kubeconfig(): Promise<string | undefined> {
    return Promise.resolve(undefined);
  }
}
