import { CommandError, type EngineEvent, type GlobalOpts, type Stack } from "@pulumi/pulumi/automation";
import { UsageError } from "../components/errors";
import type { StackInput } from "../plan/stack-file";
import type {
  Deployed,
  DeploymentCommand,
  DeploymentRecord,
  DeploymentStep,
  Drift,
  Engine,
  Progress,
  UpOptions,
} from "./contract";
import { EngineEvents } from "./engine-events";
import { interruptedError, interruption } from "./interruption";
import { driftIn } from "./pulumi-drift";
import { deploymentRecords } from "./pulumi-history";
import { commandError } from "./pulumi-sentence";
import { allUpdates, openStack, pulumiText, type StackPlace, withVariables } from "./pulumi-stack";
import { deletedByDestroy, isAnythingElsewhere, notReadyIn, type StateResource } from "./pulumi-state";
import { reasonOf } from "./recording";
import { settingsFile } from "./settings-copy";
import { updateMessage } from "./update-message";
import { whoDeploys } from "./who";

/** What Pulumi's engine needs to know of a stack. */
export interface PulumiEngineOptions extends Omit<StackPlace, "stack"> {
  /** The stack as its file and the flags say. */
  readonly input: StackInput;
  /** The stack's own file. */
  readonly file: string;
  /** Interrupts what is under way, as soon as that is safe. */
  readonly signal?: AbortSignal;
}

/** How an operation is started. */
interface Operation extends GlobalOpts {
  readonly configFile: string;
  readonly onEvent: (event: EngineEvent) => void;
  readonly signal: AbortSignal;
}

/** An operation that Pulumi refused or gave up. */
type Refusal = CommandError | undefined;

const everySecond = 1000;

/** Makes the API server let the stack set fields that somebody else has set meanwhile. */
const forced = { PULUMI_K8S_ENABLE_PATCH_FORCE: "true" };

/** Whether a deployment must end as an earlier one was, whatever somebody did by hand in between. */
const isWayBack = (command: DeploymentCommand): boolean => command === "return" || command === "rollback";

/**
 * A stack on Pulumi's engine: the project's program, its state where the user keeps it, and the user's credentials. Its
 * commands are `pulumi`'s own, so that whatever they do, `pulumi` can go on from there.
 */
export class PulumiEngine implements Engine {
  readonly kind = "pulumi";
  readonly input: StackInput;
  #opened: Promise<Stack> | undefined;
  /** Why the latest deployment of this engine failed, which Pulumi itself doesn't keep. */
  #failure: string | undefined;

  constructor(private readonly options: PulumiEngineOptions) {
    this.input = options.input;
  }

  async preview(progress: Progress): Promise<readonly DeploymentStep[]> {
    const events = new EngineEvents(progress);
    const refusal = await this.#operate(this.input, events, (stack, operation) => stack.preview(operation));
    if (refusal !== undefined) throw this.#error(refusal, events);
    return events.steps;
  }

  async up(
    input: StackInput,
    { command, message, progress, takeBack = isWayBack(command), timeout }: UpOptions,
  ): Promise<Deployed> {
    const events = new EngineEvents(progress);
    const [latest] = await this.history();
    // The state of a rollout that was stopped may say what ran before it, so whoever comes after looks into the cluster.
    const refresh = takeBack || (latest !== undefined && latest.result !== "succeeded");
    const failedBefore = latest?.reason === undefined ? {} : { failedBefore: latest.reason };
    const note = updateMessage({ command, message, by: whoDeploys(), ...failedBefore });
    const refusal = await this.#operate(
      input,
      events,
      async (stack, operation) =>
        withVariables(stack, takeBack ? forced : {}, () => stack.up({ ...operation, message: note, refresh })),
      timeout,
    );
    const { failed, steps } = events;
    const rollout = failed.some((failure) => failure.rollout);
    if (refusal !== undefined && !rollout) {
      const error = this.#error(refusal, events);
      this.#failure = error.message;
      throw error;
    }
    const failures = refusal === undefined ? [] : failed.map(({ what, why }) => ({ what, why }));
    this.#failure = refusal === undefined ? undefined : reasonOf(failures);
    return { steps, failures, outputs: (await this.outputs()) ?? {} };
  }

  async outputs(showSecrets = false): Promise<Readonly<Record<string, unknown>> | undefined> {
    const words = ["stack", "output", "--json", ...(showSecrets ? ["--show-secrets"] : [])];
    const outputs = JSON.parse(await this.#text(words)) as Readonly<Record<string, unknown>>;
    return Object.keys(outputs).length === 0 ? undefined : outputs;
  }

  async history(): Promise<readonly DeploymentRecord[]> {
    const updates = await this.#told(allUpdates);
    const records = deploymentRecords(updates);
    if (records[0]?.result !== "failed") return records;
    const notReady = this.#failure === undefined ? notReadyIn(await this.#resources()) : [];
    return deploymentRecords(updates, this.#failure ?? (notReady.length === 0 ? undefined : reasonOf(notReady)));
  }

  async drift(progress: Progress): Promise<readonly Drift[]> {
    const resources = await this.#resources("--show-secrets");
    if (resources.length === 0) return [];
    const kubeconfig = await this.kubeconfig();
    if (kubeconfig === undefined) return driftIn(await this.#refreshed(progress));
    const { stateDrift } = await import("./state-drift");
    const inCluster = await stateDrift(kubeconfig, resources, progress);
    if (!isAnythingElsewhere(resources)) return inCluster;
    const elsewhere = driftIn(await this.#refreshed(progress), (type) => !type.startsWith("kubernetes:"));
    return [...elsewhere, ...inCluster];
  }

  async contents(): Promise<readonly string[]> {
    return deletedByDestroy(await this.#resources());
  }

  async destroy(progress: Progress): Promise<readonly string[]> {
    const events = new EngineEvents(progress);
    const message = updateMessage({ command: "destroy", message: "", by: whoDeploys() });
    const refusal = await this.#operate(this.input, events, (stack, operation) =>
      stack.destroy({ ...operation, message, continueOnError: true }),
    );
    if (refusal === undefined) return [];
    const { failed } = events;
    if (failed.length === 0) throw this.#error(refusal, events);
    return failed.map(({ what, why }) => `${what}: ${why}`);
  }

  async kubeconfig(): Promise<string | undefined> {
    const kubeconfig = (await this.outputs(true))?.["kubeconfig"];
    return typeof kubeconfig === "string" ? kubeconfig : undefined;
  }

  end(): Promise<void> {
    return Promise.resolve();
  }

  get #stack(): Promise<Stack> {
    this.#opened ??= openStack({ ...this.options, stack: this.input.stack });
    return this.#opened;
  }

  /** Runs something of `pulumi`; what it refuses is told in a sentence. */
  async #told<T>(run: (stack: Stack) => Promise<T>): Promise<T> {
    try {
      return await run(await this.#stack);
    } catch (error) {
      throw this.#error(error, { errors: [], failed: [] });
    }
  }

  /** The state's resources, in the order in which they were made. */
  async #resources(...words: readonly string[]): Promise<readonly StateResource[]> {
    const state = JSON.parse(await this.#text(["stack", "export", ...words])) as {
      readonly deployment?: { readonly resources?: readonly StateResource[] };
    };
    return state.deployment?.resources ?? [];
  }

  /** What a refresh that changes nothing tells. */
  async #refreshed(progress: Progress): Promise<readonly EngineEvent[]> {
    const events = new EngineEvents(progress);
    const seen: EngineEvent[] = [];
    const refusal = await this.#operate(this.input, events, (stack, operation) => {
      const onEvent = (event: EngineEvent): void => {
        seen.push(event);
        operation.onEvent(event);
      };
      return stack.previewRefresh({ ...operation, onEvent });
    });
    if (refusal !== undefined) throw this.#error(refusal, events);
    return seen;
  }

  #text(words: readonly string[]): Promise<string> {
    return this.#told((stack) => pulumiText(stack, words));
  }

  #error(error: unknown, { errors, failed }: Pick<EngineEvents, "errors" | "failed">): UsageError {
    if (error instanceof UsageError) return error;
    const text = error instanceof Error ? error.message : String(error);
    const told = [...failed.map(({ what, why }) => `${what}: ${why}`), ...errors];
    return commandError({ stack: this.input.stack, text, errors: told });
  }

  /**
   * Runs an operation to its end, however it is interrupted.
   *
   * @param timeout seconds after which workloads that aren't ready are waited for no longer
   */
  async #operate(
    input: StackInput,
    events: EngineEvents,
    run: (stack: Stack, operation: Operation) => Promise<unknown>,
    timeout?: number,
  ): Promise<Refusal> {
    const { directory, file, signal } = this.options;
    const settings = settingsFile(file, input, directory);
    const interrupted = interruption(signal);
    const { stop } = interrupted;
    const watch = setInterval(() => {
      if (timeout !== undefined && events.waitingLongerThan(timeout).length > 0) stop.abort();
    }, everySecond);
    try {
      const operation = { configFile: settings.path, onEvent: events.receive, signal: stop.signal, color: "never" };
      await run(await this.#stack, operation as Operation);
      return undefined;
    } catch (error) {
      if (interrupted.asked()) throw interruptedError(input.stack);
      if (error instanceof CommandError) return error;
      throw this.#error(error, events);
    } finally {
      clearInterval(watch);
      interrupted.end();
      settings.remove();
    }
  }
}
