import type { StackInput } from "../plan/stack-file";
import type { Stage } from "./blue-green";
import type { DeploymentCommand, DeploymentRecord, DeploymentStep, Engine, Progress, Versions } from "./contract";
import { asDeployed, rollOut } from "./rollout";
import { withVersions } from "./versions";

/**
 * Looks at the slot of a workload that stands by, once versions are deployed.
 *
 * @returns what is wrong with it; undefined where nothing is
 */
export type SmokeCheck = (workload: string, versions: Versions, progress: Progress) => Promise<string | undefined>;

/** A way from versions to versions, and what it is for. */
export interface StagedPlan {
  readonly command: DeploymentCommand;
  readonly message: string;
  /** What runs, and is gone back to when something fails; undefined for a stack that was never deployed. */
  readonly current: DeploymentRecord | undefined;
  readonly stages: readonly Stage[];
}

/** Whatever a staged deployment touches. */
export interface Surroundings {
  readonly engine: Pick<Engine, "history" | "input" | "kubeconfig" | "up">;
  /** Puts versions into the stack's file. */
  readonly write: (versions: Versions) => void;
  readonly smoke: SmokeCheck;
  readonly progress: Progress;
  /** Seconds that workloads may take to get ready. @default the engine's own */
  readonly timeout?: number;
  /** Somebody's wish to stop: nothing is gone back to then, and the next run of the same command goes on. */
  readonly signal?: AbortSignal;
}

/** How a staged deployment ended. */
export interface StagedResult {
  /** `returned`: something failed, and what ran before runs again. `failed`: that failed, too, or there was nothing. */
  readonly result: "deployed" | "returned" | "failed";
  /** What failed, in a sentence. */
  readonly reason?: string;
  /** What was changed on the way, without what stayed the same. */
  readonly steps: readonly DeploymentStep[];
}

/** What one stage came to: what is wrong, if anything. */
type Outcome = string | undefined;

class StagedDeployment {
  readonly steps: DeploymentStep[] = [];

  constructor(
    private readonly plan: StagedPlan,
    private readonly surroundings: Surroundings,
  ) {}

  /** Deploys, having written the versions: whoever goes on after an interruption finds them in the file. */
  async put(input: StackInput, versions: Versions, command: DeploymentCommand, message: string): Promise<Outcome> {
    const { engine, progress, signal, timeout, write } = this.surroundings;
    write(versions);
    const rollout = await rollOut(engine, input, {
      command,
      message,
      progress,
      // To what ran before all stages, and not before the last one: that is for goBack.
      mayReturn: false,
      ...(signal === undefined ? {} : { signal }),
      ...(timeout === undefined ? {} : { timeout }),
    });
    if (rollout.result !== "succeeded") return rollout.failures.map(({ what, why }) => `${what}: ${why}`).join("; ");
    this.steps.push(...rollout.deployed.steps.filter(({ do: kind }) => kind !== "same"));
    return undefined;
  }

  async stage({ standingBy, switching, versions }: Stage): Promise<Outcome> {
    const { command, message } = this.plan;
    const doing = [
      ...standingBy.map((workload) => `${workload} stands by`),
      ...switching.map((workload) => `${workload} is switched`),
    ].join(", ");
    const input = withVersions(this.surroundings.engine.input, versions);
    const failed = await this.put(input, versions, command, doing === "" ? message : `${message}; ${doing}`);
    if (failed !== undefined) return failed;
    for (const workload of standingBy) {
      this.surroundings.progress(`smoke checks of ${workload}`);
      const wrong = await this.asked(workload, versions);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  }

  /** What a slot can't be asked is as wrong as a wrong answer: nobody is sent there. */
  async asked(workload: string, versions: Versions): Promise<Outcome> {
    try {
      return await this.surroundings.smoke(workload, versions, this.surroundings.progress);
    } catch (error) {
      return `${workload} couldn't be asked: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  async goBack(reason: string): Promise<StagedResult> {
    const { current } = this.plan;
    if (current === undefined) return { result: "failed", reason, steps: this.steps };
    this.surroundings.progress("going back to what ran before");
    const input = asDeployed(this.surroundings.engine.input, current);
    const message = `return to deployment ${String(current.number)} from: ${this.plan.message}`;
    const wrong = await this.put(input, current.versions, "return", message);
    return wrong === undefined
      ? { result: "returned", reason, steps: this.steps }
      : { result: "failed", reason: `${reason}; and going back failed, too: ${wrong}`, steps: this.steps };
  }

  async run(): Promise<StagedResult> {
    for (const stage of this.plan.stages) {
      let failed: Outcome;
      try {
        failed = await this.stage(stage);
      } catch (error) {
        // Nothing was begun, unless somebody interrupted it: then the file says how to go on.
        const before = this.plan.current;
        if (before !== undefined && this.surroundings.signal?.aborted !== true)
          this.surroundings.write(before.versions);
        throw error;
      }
      if (failed !== undefined) return this.goBack(failed);
    }
    return { result: "deployed", steps: this.steps };
  }
}

/**
 * Deploys stage by stage. After a stage that makes a slot stand by, its smoke checks decide whether the next one sends
 * users there. When something isn't ready, isn't well or is refused, what ran before is deployed again.
 *
 * @throws UsageError for what is refused before anything is changed; the file is then as it was
 */
export function deployInStages(plan: StagedPlan, surroundings: Surroundings): Promise<StagedResult> {
  return new StagedDeployment(plan, surroundings).run();
}
