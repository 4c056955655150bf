import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { UsageError } from "../components/errors";
import { isKubernetesObject, isRelease, type OwnerOutputs, randomAnswer, TypicalAnswers } from "../plan/answers";
import type { Answerer, ResourceAnswer, ResourceRequest } from "../plan/registration";
import { layerOf } from "../plan/report";
import type { ChartSource, Helm } from "./helm";
import { type InstalledRelease, type Inventory, keyOf } from "./inventory";
import { type Change, type ClusterObjects, type LiveObject, type ObjectReference, showReference } from "./objects";
import { installRelease } from "./release-installation";
import { chartRequest, idOf, installedRelease, referenceOf, requestedObject, requestedReference } from "./requested";

/** What a rehearsal does as it goes. */
export interface Activity {
  readonly layer: "cluster" | "platform" | "application" | undefined;
  /** As people read it, e.g. `deployment dev/backend`. */
  readonly what: string;
  readonly change: Change;
}

/** What {@link ActingAnswers} need. */
export interface ActingOptions {
  readonly cluster: ClusterObjects;
  readonly helm: Helm;
  readonly charts: ChartSource;
  readonly before: Inventory;
  /** How this kind of cluster shows addresses of load balancers. */
  readonly loadBalancer: "ip" | "hostname" | "none";
  readonly owners: Readonly<Record<string, OwnerOutputs>>;
  readonly onActivity: (activity: Activity) => void;
  /**
   * Keeps {@link ActingAnswers.inventory} as it is now. Asked before anything is made that isn't in `before`: whenever a
   * run ends, and however, the next one knows of everything that is there.
   */
  readonly record: () => Promise<void>;
  /** Nothing more is done once it is aborted. */
  readonly signal?: AbortSignal;
}

/** How long a load balancer's address may take, in milliseconds. */
const addressPatience = 60_000;

function hasAddress(live: LiveObject | undefined): boolean {
  const { loadBalancer } = (live?.status ?? {}) as {
    readonly loadBalancer?: { readonly ingress?: readonly unknown[] };
  };
  return (loadBalancer?.ingress ?? []).length > 0;
}

/**
 * Answers by doing: objects and charts go into a real cluster, random values are drawn once and kept, and only what a
 * cloud would make is answered with typical outputs.
 */
export class ActingAnswers implements Answerer {
  readonly #objects: ObjectReference[] = [];
  readonly #applied: ObjectReference[] = [];
  readonly #releases = new Map<string, InstalledRelease>();
  readonly #known: ReadonlySet<string>;
  readonly #random: Record<string, string> = {};
  readonly #typical: TypicalAnswers;

  constructor(private readonly options: ActingOptions) {
    this.#typical = new TypicalAnswers(options.loadBalancer, options.owners);
    this.#known = new Set(options.before.objects.map(keyOf));
  }

  /** What this run put into the cluster. */
  get inventory(): Inventory {
    return { objects: this.#objects, releases: [...this.#releases.values()], random: this.#random };
  }

  /** Objects of this run in full, as they were applied. */
  get applied(): readonly ObjectReference[] {
    return this.#applied;
  }

  async resource(request: ResourceRequest): Promise<ResourceAnswer> {
    if (!request.custom) return this.#typical.resource(request);
    if (this.options.signal?.aborted === true) throw new UsageError("The rehearsal was interrupted.");
    try {
      if (isRelease(request.type)) return await this.#release(request);
      if (isKubernetesObject(request.type))
        return await (request.readId === undefined ? this.#object(request) : this.#existing(request, request.readId));
    } catch (error) {
      if (!(error instanceof UsageError) || request.place === undefined) throw error;
      throw new UsageError(`${error.message}\n    at ${request.place} (resource ${request.name})`);
    }
    const drawn = randomAnswer(request, (length) => this.#bytes(request.urn, length));
    if (drawn === undefined) return this.#typical.resource(request);
    // A value that something was made with must not be drawn a second time.
    if (this.#random[request.urn] !== this.options.before.random[request.urn]) await this.options.record();
    return drawn;
  }

  call(token: string, inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return this.#typical.call(token, inputs);
  }

  #bytes(urn: string, length: number): Buffer {
    const kept = this.options.before.random[urn];
    const bytes = kept === undefined ? randomBytes(length) : Buffer.from(kept, "base64");
    const drawn = bytes.length === length ? bytes : randomBytes(length);
    this.#random[urn] = drawn.toString("base64");
    return drawn;
  }

  async #object(request: ResourceRequest): Promise<ResourceAnswer> {
    const object = requestedObject(request);
    const { metadata } = object;
    this.#objects.push(referenceOf(object));
    if (!this.#known.has(keyOf(object))) await this.options.record();
    const { live, change } = await this.options.cluster.apply(object);
    this.#applied.push(object);
    this.#tell(request, showReference(object), change);
    return {
      id: idOf(object),
      extra: {
        metadata: { ...metadata, uid: live.metadata?.uid ?? "" },
        ...(live.status === undefined ? {} : { status: live.status }),
      },
    };
  }

  async #existing(request: ResourceRequest, id: string): Promise<ResourceAnswer> {
    const reference = requestedReference(request.type, id);
    const { kind } = reference;
    const waits = kind === "Service" && this.options.loadBalancer !== "none";
    const until = Date.now() + (waits ? addressPatience : 0);
    let live = await this.options.cluster.read(reference);
    while (waits && !hasAddress(live) && Date.now() < until) {
      await sleep(200);
      live = await this.options.cluster.read(reference);
    }
    if (live === undefined) throw new UsageError(`${kind} ${id} doesn't exist.`);
    return { id, extra: JSON.parse(JSON.stringify(live)) as Record<string, unknown> };
  }

  async #release(request: ResourceRequest): Promise<ResourceAnswer> {
    const chart = chartRequest(request);
    const installed = installedRelease(chart, this.options.charts);
    const known = this.options.before.releases.find(
      ({ name, namespace }) => name === installed.name && namespace === installed.namespace,
    );
    const unchanged = known?.fingerprint === installed.fingerprint;
    const key = `${installed.namespace}/${installed.name}`;
    this.#releases.set(key, unchanged ? installed : { ...installed, fingerprint: "" });
    if (!unchanged) {
      await this.options.record();
      await installRelease(this.options.helm, this.options.cluster, chart, this.options.charts);
      this.#releases.set(key, installed);
    }
    this.#tell(request, `release ${key}`, unchanged ? "unchanged" : known === undefined ? "created" : "changed");
    return this.#typical.resource(request);
  }

  #tell(request: ResourceRequest, what: string, change: Change): void {
    this.options.onActivity({ layer: layerOf(request), what, change });
  }
}
