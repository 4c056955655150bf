import type { OwnerOutputs } from "../plan/answers";
import type { Plan } from "../plan/plan";
import { type Flags, readStack, type StackInput } from "../plan/stack-file";
import { clear, hideSecrets } from "../plan/wire";
import { readApplied } from "../rehearsal/applied-objects";
import { type ChartChoice, chooseCharts } from "../rehearsal/charts-available";
import { counted, openSessionFor, putStacks, waitForStacks } from "../rehearsal/deployment";
import { readInventory } from "../rehearsal/inventory";
import { type HeldLease, takeLease } from "../rehearsal/lease";
import { foresee } from "../rehearsal/looking";
import type { Change } from "../rehearsal/objects";
import { plannedCharts, stacksOf } from "../rehearsal/rehearse";
import { clearStack, contentsOf } from "../rehearsal/removal";
import { keptControlPlane, openKeptSession, type Session } from "../rehearsal/session";
import { stacksInCluster } from "../rehearsal/stacks-in-cluster";
import type {
  Deployed,
  DeploymentRecord,
  DeploymentStep,
  Drift,
  Engine,
  Progress,
  StepKind,
  UpOptions,
} from "./contract";
import { planeStack, stacksIn } from "./control-plane-stacks";
import { readBook, removeBook } from "./deployment-records";
import { liveDrift } from "./live-drift";
import { rolloutFailure } from "./not-ready";
import { recording } from "./recording";
import { releaseDrift } from "./release-drift";

/** What a rehearsal is told beside the stack. */
export interface RehearsalEngineFlags extends Flags {
  /** `upstream` or `stand-in`. @default upstream where reachable */
  readonly charts?: string;
  /** The cluster of this kubeconfig, instead of a control plane of this machine. */
  readonly kubeconfig?: string;
  /**
   * Seconds that workloads may take to get ready; to destroy, seconds that each object may take to go.
   *
   * @default 240; to destroy, 60, and 120 for a namespace
   */
  readonly timeout?: number;
  /** Leave the control plane running when the stack is destroyed. @default false */
  readonly keep?: boolean;
}

const stepOf: Readonly<Record<Change | "removed", StepKind>> = {
  created: "create",
  changed: "update",
  unchanged: "same",
  removed: "delete",
};

/** Deploys to a control plane of this machine that is kept from run to run, or to a cluster that is there. */
export class RehearsalEngine implements Engine {
  readonly kind = "rehearsal";
  #session: Session | undefined;
  /** Whether nothing is left in the control plane, which then goes, too. */
  #emptied = false;

  private constructor(
    readonly input: StackInput,
    private readonly flags: RehearsalEngineFlags,
    private readonly name: string,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /**
   * The engine of the stack that the flags choose; nothing is started yet.
   *
   * @param signal interrupts what is under way, as soon as that is safe
   * @param name of the control plane. @default the stack's; for a preview, that of the stack whose cluster it shares
   */
  static async open(flags: RehearsalEngineFlags, signal?: AbortSignal, name?: string): Promise<RehearsalEngine> {
    const input = await readStack(flags);
    return new RehearsalEngine(input, flags, name ?? keptControlPlane(planeStack(input)), signal);
  }

  async preview(progress: Progress): Promise<readonly DeploymentStep[]> {
    progress("planning");
    const plans = await stacksOf(this.input);
    const session = await this.#there();
    progress("comparing");
    const charts = session === undefined ? "stand-in" : (await this.#charts(session, plans)).source;
    const deployed = session === undefined ? {} : await this.#deployedOwners(session);
    const foreseen = await foresee(session?.cluster, plans, charts, deployed);
    return foreseen.map(({ change, what }) => ({ do: stepOf[change], what }));
  }

  async up(
    input: StackInput,
    { command, message, progress, timeout = this.flags.timeout }: UpOptions,
  ): Promise<Deployed> {
    progress("planning");
    const plans = await stacksOf(input);
    const session = await this.#open(plans, progress);
    return this.#alone(session, input, async () => {
      const { source: charts } = await this.#charts(session, plans);
      const deployed = await this.#deployedOwners(session);
      return recording(session.cluster, input, { command, message }, async (keepOutputs) => {
        const steps: DeploymentStep[] = [];
        const tell = counted(progress);
        const { stacks } = await putStacks(session, plans, {
          charts,
          deployed,
          ...this.#abortable,
          onActivity: (plan, activity) => {
            steps.push({ do: stepOf[activity.change], what: activity.what });
            tell(plan, activity);
          },
        });
        for (const what of stacks.flatMap(({ removed }) => removed)) steps.push({ do: "delete", what });
        const outputs = stacks.at(-1)?.run.outputs ?? {};
        await keepOutputs(outputs);
        const { notReady } = await waitForStacks(session, plans, progress, { timeout, ...this.#abortable });
        const shown = hideSecrets(outputs) as Deployed["outputs"];
        return { steps, failures: notReady.map(rolloutFailure), outputs: shown };
      });
    });
  }

  async outputs(showSecrets = false): Promise<Readonly<Record<string, unknown>> | undefined> {
    const session = await this.#there();
    if (session === undefined) return undefined;
    const { outputs } = await readBook(session.cluster, this.input.stack);
    return (showSecrets ? clear(outputs) : hideSecrets(outputs)) as Readonly<Record<string, unknown>> | undefined;
  }

  async history(): Promise<readonly DeploymentRecord[]> {
    const session = await this.#there();
    return session === undefined ? [] : (await readBook(session.cluster, this.input.stack)).records;
  }

  async drift(progress: Progress): Promise<readonly Drift[]> {
    const session = await this.#there();
    if (session === undefined) return [];
    const { stack } = this.input;
    const { releases } = await readInventory(session.cluster, stack);
    return [
      ...(await liveDrift(session.cluster, await readApplied(session.cluster, stack), progress)),
      ...(await releaseDrift(session.kubeconfig, releases, progress)),
    ];
  }

  async contents(): Promise<readonly string[]> {
    const session = await this.#there();
    if (session === undefined) return [];
    const stacks = await this.#removable(session);
    return (await Promise.all(stacks.map((stack) => contentsOf(session, stack)))).flat();
  }

  async destroy(progress: Progress): Promise<readonly string[]> {
    const session = await this.#there();
    if (session === undefined) return [];
    const { cluster, helm } = session;
    const { timeout } = this.flags;
    const clearing = { cluster, helm, ...this.#abortable, ...(timeout === undefined ? {} : { timeout }) };
    const stacks = await this.#removable(session);
    return this.#alone(session, this.input, async () => {
      const left: string[] = [];
      const record = { command: "destroy", message: "destroy" } as const;
      await recording(cluster, this.input, record, async () => {
        for (const stack of stacks) left.push(...(await clearStack(clearing, stack, progress)));
        return { steps: [], failures: left.map((why) => ({ what: "destroy", why })), outputs: {} };
      });
      if (left.length > 0) return left;
      for (const stack of stacks) await removeBook(cluster, stack);
      this.#emptied = (await stacksInCluster(cluster)).length === 0;
      return [];
    });
  }

  async kubeconfig(): Promise<string | undefined> {
    return (await this.#there())?.kubeconfig;
  }

  async end(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    if (this.#emptied && this.flags.keep !== true && session?.controlPlane !== undefined)
      await session.controlPlane.stop();
    else await session?.end();
  }

  get #abortable(): { readonly signal?: AbortSignal } {
    return this.signal === undefined ? {} : { signal: this.signal };
  }

  get #where(): { readonly name: string; readonly kubeconfig?: string; readonly signal?: AbortSignal } {
    const { kubeconfig } = this.flags;
    return { name: this.name, ...(kubeconfig === undefined ? {} : { kubeconfig }), ...this.#abortable };
  }

  async #open(plans: readonly Plan[], progress: Progress): Promise<Session> {
    this.#session ??= await openSessionFor(plans, { ...this.#where, keep: true, progress });
    this.#emptied = false;
    return this.#session;
  }

  /** The cluster, if anything was ever deployed. */
  async #there(): Promise<Session | undefined> {
    this.#session ??= await openKeptSession({ ...this.#where, progress: () => undefined });
    return this.#session;
  }

  #charts({ helm }: Session, plans: readonly Plan[]): Promise<ChartChoice> {
    return chooseCharts(this.flags.charts, plans.flatMap(plannedCharts), helm);
  }

  /** Stacks that go with this one; an owner that was deployed for itself stays, and one that others stand on. */
  async #removable(session: Session): Promise<readonly string[]> {
    const [own = this.input.stack, ...owners] = stacksIn(this.input);
    const deployed = await this.#deployedOwners(session);
    const others = (await stacksInCluster(session.cluster)).filter(({ name }) => ![own, ...owners].includes(name));
    return [own, ...owners.filter((owner) => !Object.hasOwn(deployed, owner) && others.length === 0)];
  }

  /** Outputs of owners that were deployed for themselves. */
  async #deployedOwners({ cluster }: Session): Promise<Readonly<Record<string, OwnerOutputs>>> {
    const [, ...owners] = stacksIn(this.input);
    const books = await Promise.all(
      owners.map(async (owner) => [owner, (await readBook(cluster, owner)).outputs] as const),
    );
    return Object.fromEntries(
      books.flatMap(([owner, outputs]) => (outputs === undefined ? [] : [[owner, clear(outputs) as OwnerOutputs]])),
    );
  }

  /** Does something while nobody else deploys these stacks to this cluster. */
  async #alone<Result>({ kubeconfig }: Session, input: StackInput, action: () => Promise<Result>): Promise<Result> {
    const leases: HeldLease[] = [];
    try {
      for (const stack of stacksIn(input)) leases.push(await takeLease(kubeconfig, stack));
      return await action();
    } finally {
      for (const lease of leases) await lease.release();
    }
  }
}
