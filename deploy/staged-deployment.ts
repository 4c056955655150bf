import type { StackInput } from "../plan/stack-file";
import type { Stage } from "./blue-green";
import type { DeploymentCommand, DeploymentStep, Engine, Progress, Versions } from "./contract";
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
  readonly current: Versions | undefined;
  readonly stages: readonly Stage[];
}

/** Whatever a staged deployment touches. */
export interface Surroundings {
  readonly engine: Pick<Engine, "input" | "up" | "history">;
  /** Puts versions into the stack's file. */
  readonly write: (versions: Versions) => void;
  readonly smoke: SmokeCheck;
  readonly progress: Progress;
  /** Seconds that workloads may take to get ready. @default the engine's own */
  readonly timeout?: number;
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

  /** Deploys versions, having written them: whoever goes on after an interruption finds them in the file. */
  async put(versions: Versions, command: DeploymentCommand, message: string): Promise<Outcome> {
    const { engine, progress, timeout, write } = this.surroundings;
    write(versions);
    const input: StackInput = withVersions(engine.input, versions);
    const { failures, steps } = await engine.up(input, {
      command,
      message,
      progress,
      ...(timeout === undefined ? {} : { timeout }),
    });
    this.steps.push(...steps.filter(({ do: kind }) => kind !== "same"));
    return failures.length === 0 ? undefined : failures.map(({ what, why }) => `${what}: ${why}`).join("; ");
  }

  async stage({ standingBy, switching, versions }: Stage): Promise<Outcome> {
    const { command, message } = this.plan;
    const doing = [
      ...standingBy.map((workload) => `${workload} stands by`),
      ...switching.map((workload) => `${workload} is switched`),
    ].join(", ");
    const failed = await this.put(versions, command, doing === "" ? message : `${message}; ${doing}`);
    if (failed !== undefined) return failed;
    for (const workload of standingBy) {
      this.surroundings.progress(`smoke checks of ${workload}`);
      const wrong = await this.surroundings.smoke(workload, versions, this.surroundings.progress);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  }

  /** What began and failed, rather than was refused before anything was touched. */
  async began(): Promise<boolean> {
    const [last] = await this.surroundings.engine.history();
    return last !== undefined && last.result !== "succeeded" && last.message.startsWith(this.plan.message);
  }

  async goBack(reason: string): Promise<StagedResult> {
    const { current } = this.plan;
    if (current === undefined) return { result: "failed", reason, steps: this.steps };
    this.surroundings.progress("going back to what ran before");
    const wrong = await this.put(current, "return", `back from: ${this.plan.message}`).catch(String);
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
        const before = this.plan.current;
        if (before !== undefined && !(await this.began().catch(() => true))) {
          this.surroundings.write(before);
          throw error;
        }
        failed = error instanceof Error ? error.message : String(error);
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
