import type { Plan } from "../plan/plan";
import { poolSuggestion } from "../plan/smallest-pool";
import type { Flags } from "../plan/stack-file";
import { type ChartChoice, chooseCharts } from "./charts-available";
import { clientOf } from "./control-plane/api";
import type { AutoscalerReport } from "./control-plane/autoscaler";
import { type WorkloadsReport, waitForWorkloads } from "./control-plane/readiness";
import { placeInjected } from "./injected";
import { type HeldLease, takeLease } from "./lease";
import { unanswered } from "./objects";
import { actSecretOperators } from "./operator-secrets";
import { retried } from "./passing";
import {
  type ClusterFacts,
  clusterFacts,
  ownerOutputs,
  plannedCharts,
  type Rehearsed,
  rehearseStack,
  removeStack,
  type Stage,
  stacksFor,
} from "./rehearse";
import type { RehearsalResult } from "./report";
import { openSession, poolsOf, type Session } from "./session";

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

/** A step of a rehearsal, for whoever shows progress. */
export interface Step {
  readonly title: string;
  readonly run: (progress: (message: string) => void) => Promise<void>;
}

/** Seconds without any change after which waiting is pointless. */
const stillSeconds = 45;

/** A rehearsal in steps; `result` is there after the last one, and `end` must be called whatever happens. */
export class Rehearsal {
  #plans: readonly Plan[] = [];
  #session: Session | undefined;
  #charts: ChartChoice | undefined;
  #workloads: WorkloadsReport | undefined;
  #capacity: AutoscalerReport | undefined;
  #version = "";
  readonly #interruption = new AbortController();
  readonly #stacks: Rehearsed[] = [];
  readonly #operatorSecrets: string[] = [];
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
    if (this.#workloads === undefined || this.#charts === undefined)
      throw new Error("the rehearsal has not run to its end");
    const { controlPlane } = this.session;
    return {
      stacks: this.#stacks,
      workloads: this.#workloads,
      capacity: this.#capacity,
      suggestion: poolSuggestion(
        this.#plans.flatMap(({ pods }) => pods),
        poolsOf(this.#facts),
      ),
      injected:
        controlPlane === undefined
          ? { pods: [], furtherNodes: [] }
          : placeInjected(
              this.#plans.flatMap(({ pods }) => pods),
              this.#workloads.placement,
              poolsOf(this.#facts),
            ),
      operatorSecrets: this.#operatorSecrets,
      charts: this.#charts.sentence,
      kubernetesVersion: this.#version,
      existing: this.flags.kubeconfig,
      assumedNodes: controlPlane !== undefined && this.#facts.nodePools.length === 0,
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

  /** The cluster's facts, told by the stack that owns it. */
  get #facts(): ClusterFacts {
    const [first] = this.#plans;
    if (first === undefined) throw new Error("nothing is planned");
    return clusterFacts(first);
  }

  /** Namespaces that the stacks make. */
  get #namespaces(): readonly string[] {
    return this.#plans
      .flatMap(({ run }) => run.registrations)
      .filter(({ type }) => type === "kubernetes:core/v1:Namespace")
      .map(({ id }) => id);
  }

  async #open(progress: (message: string) => void): Promise<void> {
    const made = this.#plans
      .flatMap(({ run }) => run.registrations)
      .filter(({ type }) => type.endsWith(":StorageClass"))
      .map(({ id }) => id);
    this.#session = await openSession({
      name: this.name,
      facts: this.#facts,
      madeStorageClasses: made,
      keep: this.flags.keep === true,
      ...(this.flags.kubeconfig === undefined ? {} : { kubeconfig: this.flags.kubeconfig }),
      progress,
      signal: this.#interruption.signal,
    });
  }

  async #choose(progress: (message: string) => void): Promise<void> {
    const charts = this.#plans.flatMap(plannedCharts);
    this.#charts = await chooseCharts(this.flags.charts, charts, this.session.helm);
    progress(this.#charts.sentence);
  }

  async #deploy(progress: (message: string) => void): Promise<void> {
    const { cluster, helm, kubeconfig } = this.session;
    for (const { input } of this.#plans) this.#leases.push(await takeLease(kubeconfig, input.stack));
    const own = this.#plans.at(-1);
    let owners = {};
    for (const plan of this.#plans) {
      let count = 0;
      const total = plan.run.registrations.filter(
        ({ custom, read, type }) => custom && !read && type.startsWith("kubernetes:"),
      ).length;
      const stage: Stage = {
        cluster,
        helm,
        signal: this.#interruption.signal,
        charts: this.#charts?.source ?? "stand-in",
        loadBalancer: this.#facts.capabilities.loadBalancer,
        onActivity: ({ layer, what }) => {
          count += 1;
          progress(`${plan.input.stack}, ${layer ?? "cluster"}: ${what} (${String(count)} of ${String(total)})`);
        },
      };
      const rehearsed = await rehearseStack(stage, plan, owners);
      this.#stacks.push(rehearsed);
      // On a cluster that was there before, the operators themselves do it.
      if (this.session.controlPlane !== undefined)
        this.#operatorSecrets.push(...(await actSecretOperators(cluster, rehearsed.run.registrations)));
      if (own !== undefined) owners = ownerOutputs(own, rehearsed);
    }
  }

  async #wait(progress: (message: string) => void): Promise<void> {
    const { controlPlane, kubeconfig } = this.session;
    const client = clientOf(kubeconfig);
    const options = { timeoutSeconds: this.flags.timeout ?? 240, stillSeconds };
    // Whatever else runs on a cluster that was there before is none of our business.
    const scope = controlPlane === undefined ? { namespaces: this.#namespaces } : {};
    try {
      this.#workloads = await waitForWorkloads(client, { ...options, ...scope }, progress);
      this.#capacity = await controlPlane?.capacity();
      this.#version = (await retried(() => client.version.getCode())).gitVersion;
    } catch (error) {
      throw unanswered("workloads could not be watched", error);
    }
  }
}
