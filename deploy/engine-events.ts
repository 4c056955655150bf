import type { EngineEvent, OpType, StepEventMetadata } from "@pulumi/pulumi/automation";
import type { DeploymentStep, Progress, RolloutFailure, StepKind } from "./contract";
import { conflictAdvice, isCancelled, isRollout, reasonIn } from "./failure-text";
import { type EngineResource, isManaged, resourceName } from "./resource-name";

const kinds: Readonly<Partial<Record<OpType, StepKind>>> = {
  same: "same",
  create: "create",
  import: "create",
  update: "update",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
  "import-replacement": "replace",
  delete: "delete",
};

const done: Readonly<Record<StepKind, string>> = {
  same: "unchanged",
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
};

/** What is waited for once it is in the cluster; all else is there at once, or has a patience of its own. */
const workloads = /:(Deployment|StatefulSet|DaemonSet|Job)$/;

function resourceOf({ new: next, old, type, urn }: StepEventMetadata): EngineResource & { readonly custom?: boolean } {
  const state = next ?? old;
  return {
    type,
    urn,
    ...(state === undefined ? {} : { inputs: state.inputs as Readonly<Record<string, unknown>> }),
    ...(state?.custom === undefined ? {} : { custom: state.custom }),
  };
}

/** What went wrong with one resource. */
export interface FailedResource extends RolloutFailure {
  /** Whether it is in the cluster, and doesn't get ready; otherwise it was refused. */
  readonly rollout: boolean;
}

/** Reads an operation's events as the engine sends them: steps, progress in words, and what failed. */
export class EngineEvents {
  readonly #steps = new Map<string, DeploymentStep>();
  readonly #names = new Map<string, string>();
  readonly #failed = new Set<string>();
  readonly #messages = new Map<string, string>();
  readonly #activity = new Map<string, string>();
  readonly #waiting = new Map<string, number>();
  readonly #general: string[] = [];
  #count = 0;

  /** @param now the clock, in milliseconds */
  constructor(
    private readonly progress: Progress,
    private readonly now: () => number = Date.now,
  ) {}

  /** Takes the next event. */
  readonly receive = (event: EngineEvent): void => {
    const { diagnosticEvent, resOpFailedEvent, resOutputsEvent, resourcePreEvent } = event;
    if (resourcePreEvent !== undefined) this.#begin(resourcePreEvent.metadata);
    if (resOutputsEvent !== undefined) this.#end(resOutputsEvent.metadata);
    if (resOpFailedEvent !== undefined) {
      const { urn } = resOpFailedEvent.metadata;
      this.#names.set(urn, resourceName(resourceOf(resOpFailedEvent.metadata)));
      this.#failed.add(urn);
      this.#waiting.delete(urn);
    }
    if (diagnosticEvent !== undefined) this.#tell(diagnosticEvent);
  };

  /** Every resource outside of the program, in the order in which the engine came to it; one that is replaced, once. */
  get steps(): readonly DeploymentStep[] {
    return [...this.#steps.values()];
  }

  /** Workloads that have been waited for longer than this, by name. */
  waitingLongerThan(seconds: number): readonly string[] {
    return [...this.#waiting]
      .filter(([, since]) => this.now() - since > seconds * 1000)
      .map(([urn]) => this.#names.get(urn) ?? urn);
  }

  /** What failed, each with its reason. */
  get failed(): readonly FailedResource[] {
    return [...this.#failed].map((urn) => {
      const text = this.#messages.get(urn) ?? "";
      const activity = this.#activity.get(urn);
      const reason = isCancelled(text) ? (activity ?? "it was stopped before it was ready") : reasonIn(text);
      return {
        what: this.#names.get(urn) ?? urn,
        why: conflictAdvice(reason) ?? (reason === "" ? "Pulumi gives no reason" : reason),
        rollout: isRollout(text),
      };
    });
  }

  /** Errors of the program or of the engine that belong to no resource that failed, as sentences. */
  get errors(): readonly string[] {
    const stray = [...this.#messages].filter(([urn]) => !this.#failed.has(urn)).map(([, text]) => reasonIn(text));
    return [...new Set([...this.#general, ...stray])].filter((text) => text !== "");
  }

  #begin(metadata: StepEventMetadata): void {
    const resource = resourceOf(metadata);
    const kind = kinds[metadata.op];
    if (kind === undefined || !isManaged(resource)) return;
    const what = resourceName(resource);
    this.#names.set(metadata.urn, what);
    // A replacement begins with the new one and ends with the old one.
    if (this.#steps.get(metadata.urn)?.do !== "replace") this.#steps.set(metadata.urn, { do: kind, what });
    if (kind !== "same" && kind !== "delete" && workloads.test(metadata.type))
      this.#waiting.set(metadata.urn, this.now());
  }

  #end(metadata: StepEventMetadata): void {
    this.#waiting.delete(metadata.urn);
    const step = this.#steps.get(metadata.urn);
    if (step === undefined || step.do === "same") return;
    this.#count += 1;
    this.progress(`${step.what}: ${done[step.do]} (${String(this.#count)})`);
  }

  #tell({ message, severity, urn }: { message: string; severity: string; urn?: string }): void {
    const name = urn === undefined ? undefined : this.#names.get(urn);
    if (severity === "error") {
      if (urn === undefined || urn === "" || urn.includes("::pulumi:pulumi:Stack::"))
        this.#general.push(...generalError(message));
      else this.#messages.set(urn, `${this.#messages.get(urn) ?? ""}\n${message}`.trim());
    } else if (severity === "info" && urn !== undefined && name !== undefined && message.trim() !== "") {
      this.#activity.set(urn, reasonIn(message));
      this.progress(`${name}: ${reasonIn(message)}`);
    }
  }
}

/** A refusal of the program may be several sentences, each in a line of its own. */
function generalError(message: string): readonly string[] {
  return message
    .split("\n")
    .filter((line) => !/^\s+at /.test(line))
    .map(reasonIn)
    .filter((line) => line !== "" && !/^(update|preview|refresh|destroy) failed$/.test(line));
}
