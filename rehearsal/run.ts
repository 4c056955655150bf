import type { Plan } from "../plan/plan";
import { poolSuggestion } from "../plan/smallest-pool";
import type { Flags } from "../plan/stack-file";
import type { Step } from "../plan/steps";
import { type ChartChoice, chooseCharts } from "./charts-available";
import { clientOf } from "./control-plane/api";
import type { AutoscalerReport } from "./control-plane/autoscaler";
import type { WorkloadsReport } from "./control-plane/readiness";
import { counted, factsOf, openSessionFor, putStacks, type StacksInCluster, waitForStacks } from "./deployment";
import { placeInjected } from "./injected";
import { type HeldLease, takeLease } from "./lease";
import { unanswered } from "./objects";
import { retried } from "./passing";
import { plannedCharts, stacksFor } from "./rehearse";
import { removeStack } from "./removal";
import type { RehearsalResult } from "./report";
import { poolsOf, type Session } from "./session";

/** What a rehearsal is asked for. */
export interface RehearsalFlags extends Flags {
  /** Leave the control plane for the next run. */
  readonly keep?: boolean;
  /** Rehearse on the cluster of this kubeconfig instead. */
  readonly kubeconfig?: string;
  /** `upstream` or `stand-in`. @default upstream where reachable */
  readonly charts?: string;
  /** Seconds to wait for workloads. @default 240 */
  readonly timeout?: number;
}

/** A rehearsal in steps; `result` is there after the last one, and `end` must be called whatever happens. */
export class Rehearsal {
  #plans: readonly Plan[] = [];
  #session: Session | undefined;
  #charts: ChartChoice | undefined;
  #workloads: WorkloadsReport | undefined;
  #capacity: AutoscalerReport | undefined;
  #version = "";
  readonly #interruption = new AbortController();
  #inCluster: StacksInCluster | undefined;
  readonly #leases: HeldLease[] = [];

  constructor(
    private readonly flags: RehearsalFlags,
    /** Names the control plane. */
    private readonly name: string,
  ) {}

  /** The steps, in order. */
  get steps(): readonly Step[] {
    return [
      {
        title: "Plan",
        run: async () => {
          this.#plans = await stacksFor(this.flags);
        },
      },
      { title: "Control plane", run: (progress) => this.#open(progress) },
      { title: "Charts", run: (progress) => this.#choose(progress) },
      { title: "Program", run: (progress) => this.#deploy(progress) },
      { title: "Workloads", run: (progress) => this.#wait(progress) },
    ];
  }

  /** The stacks that are rehearsed, in order, as planned. */
  get plans(): readonly Plan[] {
    return this.#plans;
  }

  /** Where it takes place, once the control plane is there. */
  get session(): Session {
    if (this.#session === undefined) throw new Error("there is no control plane");
    return this.#session;
  }

  /** What was found. */
  get result(): RehearsalResult {
    if (this.#workloads === undefined || this.#charts === undefined || this.#inCluster === undefined)
      throw new Error("the rehearsal has not run to its end");
    const { controlPlane } = this.session;
    const facts = factsOf(this.#plans);
    return {
      ...this.#inCluster,
      workloads: this.#workloads,
      capacity: this.#capacity,
      suggestion: poolSuggestion(
        this.#plans.flatMap(({ pods }) => pods),
        poolsOf(facts),
      ),
      injected:
        controlPlane === undefined
          ? { pods: [], furtherNodes: [] }
          : placeInjected(
              this.#plans.flatMap(({ pods }) => pods),
              this.#workloads.placement,
              poolsOf(facts),
            ),
      charts: this.#charts.sentence,
      kubernetesVersion: this.#version,
      existing: this.flags.kubeconfig,
      assumedNodes: controlPlane !== undefined && facts.nodePools.length === 0,
    };
  }

  /** Stops what is under way on a cluster that was there before; the step fails, and {@link end} removes what was made. */
  interrupt(): void {
    this.#interruption.abort();
  }

  /** Removes what was made, unless it is to be kept. */
  async end(): Promise<void> {
    const session = this.#session;
    if (session === undefined) return;
    try {
      const held = this.#leases.length === this.#plans.length;
      if (session.controlPlane === undefined && this.flags.keep !== true && held) {
        for (const { input } of [...this.#plans].reverse()) await removeStack(session, input.stack);
      }
    } finally {
      for (const lease of this.#leases.splice(0)) await lease.release();
      await session.end();
    }
  }

  async #open(progress: (message: string) => void): Promise<void> {
    const { keep = false, kubeconfig } = this.flags;
    this.#session = await openSessionFor(this.#plans, {
      name: this.name,
      keep,
      progress,
      ...(kubeconfig === undefined ? {} : { kubeconfig, signal: this.#interruption.signal }),
    });
  }

  async #choose(progress: (message: string) => void): Promise<void> {
    const charts = this.#plans.flatMap(plannedCharts);
    this.#charts = await chooseCharts(this.flags.charts, charts, this.session.helm);
    progress(this.#charts.sentence);
  }

  async #deploy(progress: (message: string) => void): Promise<void> {
    for (const { input } of this.#plans) this.#leases.push(await takeLease(this.session.kubeconfig, input.stack));
    this.#inCluster = await putStacks(this.session, this.#plans, {
      charts: this.#charts?.source ?? "stand-in",
      signal: this.#interruption.signal,
      onActivity: counted(progress),
    });
  }

  async #wait(progress: (message: string) => void): Promise<void> {
    const { controlPlane, kubeconfig } = this.session;
    this.#workloads = await waitForStacks(this.session, this.#plans, progress, { timeout: this.flags.timeout });
    try {
      this.#capacity = await controlPlane?.capacity();
      this.#version = (await retried(() => clientOf(kubeconfig).version.getCode())).gitVersion;
    } catch (error) {
      throw unanswered("its version could not be read", error);
    }
  }
}
