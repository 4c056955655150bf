import type { StackInput } from "../plan/stack-file";

/** How a step of a deployment changes a resource. */
export type StepKind = "create" | "update" | "replace" | "delete" | "same";

/** One resource as a deployment changes it, or would. */
export interface DeploymentStep {
  readonly do: StepKind;
  /** As people read it, e.g. `deployment dev/backend`. */
  readonly what: string;
}

/** The settings by which a stack chooses what runs; everything else of a configuration is how it runs. */
export interface Versions {
  /** One tag for all workloads, or one per workload. */
  readonly imageTag: string | Readonly<Record<string, string>>;
  /** The slot that serves, by workload that is released blue/green. */
  readonly slots: Readonly<Record<string, string>>;
  /** Digests of images, as `npm run pin` records them. */
  readonly digests: Readonly<Record<string, string>>;
}

/** What a deployment was for. */
export const deploymentCommands = ["up", "return", "rollback", "promote", "release", "rotate", "destroy"] as const;

/** One of them; `return` is the way back to the last good version that a failed rollout takes by itself. */
export type DeploymentCommand = (typeof deploymentCommands)[number];

/** Who deployed what, when, and how it ended. */
export interface DeploymentRecord {
  /** Counts from 1, by stack. */
  readonly number: number;
  readonly command: DeploymentCommand;
  /** Who: the CI's actor, or user@host. */
  readonly by: string;
  /** Why, in a line. */
  readonly message: string;
  /** Commit that was deployed, where the checkout has one. */
  readonly commit?: string;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly ended: string;
  /** `failed`: something was refused or didn't get ready. `unfinished`: nobody saw its end. */
  readonly result: "succeeded" | "failed" | "unfinished";
  /** What went wrong, in a sentence; no secrets. */
  readonly reason?: string;
  readonly versions: Versions;
  /** The stack's settings by full key, without any secret: what a return to this deployment needs. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** An object of the cluster that isn't as the stack made it. */
export interface Drift {
  /** As people read it, e.g. `deployment dev/backend`. */
  readonly what: string;
  readonly how: "changed" | "missing";
  /** Fields that differ, with what the stack says and what is there; a secret's values are never shown. */
  readonly fields: readonly DriftedField[];
}

/** A field that isn't as the stack made it. */
export interface DriftedField {
  readonly path: string;
  readonly wanted: string;
  readonly found: string;
  /** In whose name it was set, as the API server keeps it: `kubectl-edit`, `kubectl-patch`; nobody is known for what was removed. */
  readonly by?: string;
  /** When that last set a field of the object, ISO 8601. */
  readonly since?: string;
}

/** How a workload stands after a deployment, by the conditions of the workload itself. */
export interface RolloutFailure {
  /** As people read it, e.g. `deployment dev/backend`. */
  readonly what: string;
  /** Why, as Kubernetes says. */
  readonly why: string;
}

/** What `up` did. */
export interface Deployed {
  readonly steps: readonly DeploymentStep[];
  /** Workloads that didn't get ready; empty for a success. */
  readonly failures: readonly RolloutFailure[];
  /** The stack's outputs; secrets are the text `[secret]`. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What is told while something takes its time. */
export type Progress = (message: string) => void;

/** What an engine is told of a deployment. */
export interface UpOptions {
  readonly command: DeploymentCommand;
  readonly message: string;
  readonly progress: Progress;
  /** Seconds that workloads may take to get ready. @default 240 in a rehearsal, 600 in a cloud */
  readonly timeout?: number;
  /**
   * Look into the cluster first, and put back what somebody changed by hand of what the stack sets. Always so for a
   * return and a rollback, and in a rehearsal.
   *
   * @default false
   */
  readonly takeBack?: boolean;
}

/**
 * Whoever carries out a stack's program: Pulumi's engine on a cloud, or the rehearsal's control plane on this machine.
 * Commands know nothing of either. Every method can throw a UsageError, a sentence for people.
 */
export interface Engine {
  readonly kind: "pulumi" | "rehearsal";
  /** The stack as its file and the flags say. */
  readonly input: StackInput;
  /** What `up` would change; changes nothing. */
  preview(progress: Progress): Promise<readonly DeploymentStep[]>;
  /**
   * Deploys, waits until what it changed is ready or can't get ready, and records it. It goes nowhere back: that is the
   * command's decision.
   *
   * @param input the stack to deploy: {@link input}, or that with the versions of an earlier deployment
   */
  up(input: StackInput, options: UpOptions): Promise<Deployed>;
  /** Outputs of the last deployment, secrets as the text `[secret]` unless asked for; undefined before the first one. */
  outputs(showSecrets?: boolean): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** All deployments, latest first. */
  history(): Promise<readonly DeploymentRecord[]>;
  /** What somebody has changed by hand. */
  drift(progress: Progress): Promise<readonly Drift[]>;
  /** What {@link destroy} would delete, in the order in which it would. */
  contents(): Promise<readonly string[]>;
  /** Deletes everything in reverse order, waiting for finalizers. @returns what couldn't be deleted, each with the reason */
  destroy(progress: Progress): Promise<readonly string[]>;
  /** Kubeconfig of the stack's cluster, as text; undefined as long as there is no cluster. */
  kubeconfig(): Promise<string | undefined>;
  /** Ends what was opened; must be called whatever happens. */
  end(): Promise<void>;
}

/** A stack of which something is kept. */
export interface KnownStack {
  readonly name: string;
  /** ISO 8601: when it was deployed to last; undefined where it never was, or nobody knows. */
  readonly updated?: string;
}

/** Where the state of the project's stacks is kept. Every method can throw a UsageError, a sentence for people. */
export interface StackRegister {
  list(): Promise<readonly KnownStack[]>;
  /**
   * Makes a stack in which there is nothing yet; one that is there already is fine.
   *
   * @param secretsProvider what encrypts its secrets, as `pulumi stack init` takes it. @default the usual one of the place
   */
  add(stack: string, secretsProvider?: string): Promise<void>;
  /** Forgets a stack of which nothing is left, with its history. */
  forget(stack: string): Promise<void>;
}
