import { createHash, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { UsageError } from "../components/errors";
import {
  drawKey,
  isKubernetesObject,
  isRelease,
  namedMetadata,
  type OwnerOutputs,
  randomAnswer,
  TypicalAnswers,
} from "../plan/answers";
import type { Answerer, ResourceAnswer, ResourceRequest } from "../plan/registration";
import { layerOf } from "../plan/report";
import type { ChartRequest, ChartSource, Helm } from "./helm";
import { fingerprint, type InstalledRelease, type Inventory, keyOf } from "./inventory";
import { type Change, type ClusterObjects, type LiveObject, type ObjectReference, showReference } from "./objects";
import { installRelease } from "./release-installation";

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

/** Suffix of a name that the program leaves to the provider: another content is another name. */
function contentSuffix({ inputs }: ResourceRequest): string {
  return createHash("sha256").update(JSON.stringify(inputs)).digest("hex").slice(0, 7);
}

/** The chart that a Release resource asks for. */
export function chartRequest({ inputs, name }: Pick<ResourceRequest, "inputs" | "name">): ChartRequest {
  const { repo } = (inputs["repositoryOpts"] ?? {}) as { readonly repo?: string };
  const { version } = inputs;
  return {
    release: typeof inputs["name"] === "string" ? inputs["name"] : name,
    namespace: typeof inputs["namespace"] === "string" ? inputs["namespace"] : "default",
    chart: String(inputs["chart"]),
    ...(typeof version === "string" ? { version } : {}),
    ...(repo === undefined ? {} : { repository: repo }),
    timeoutSeconds: Number(inputs["timeout"] ?? 300),
    ...(inputs["skipCrds"] === true ? { skipCrds: true } : {}),
    values: (inputs["values"] ?? {}) as Readonly<Record<string, unknown>>,
  };
}

/** A Secret's texts as the API server keeps them, so that applying the same again changes nothing. */
function encoded(inputs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { stringData, data, ...rest } = inputs;
  if (stringData === undefined) return inputs;
  const texts = Object.entries(stringData as Readonly<Record<string, string>>);
  return {
    ...rest,
    data: {
      ...(data as object | undefined),
      ...Object.fromEntries(texts.map(([key, text]) => [key, Buffer.from(text).toString("base64")])),
    },
  };
}

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
    const key = drawKey(request);
    const drawn = randomAnswer(request, (length) => this.#bytes(key, length));
    if (drawn === undefined) return this.#typical.resource(request);
    // A value that something was made with must not be drawn a second time.
    if (this.#random[key] !== this.options.before.random[key]) await this.options.record();
    return drawn;
  }

  call(token: string, inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return this.#typical.call(token, inputs);
  }

  #bytes(key: string, length: number): Buffer {
    const kept = this.options.before.random[key];
    const bytes = kept === undefined ? randomBytes(length) : Buffer.from(kept, "base64");
    const drawn = bytes.length === length ? bytes : randomBytes(length);
    this.#random[key] = drawn.toString("base64");
    return drawn;
  }

  async #object(request: ResourceRequest): Promise<ResourceAnswer> {
    const metadata = namedMetadata(request, contentSuffix);
    const object = { ...encoded(request.inputs), metadata } as unknown as ObjectReference;
    this.#objects.push({
      apiVersion: object.apiVersion,
      kind: object.kind,
      metadata: { name: metadata.name, ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }) },
    });
    if (!this.#known.has(keyOf(object))) await this.options.record();
    const { live, change } = await this.options.cluster.apply(object);
    this.#tell(request, showReference(object), change);
    return {
      id: metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`,
      extra: {
        metadata: { ...metadata, uid: live.metadata?.uid ?? "" },
        ...(live.status === undefined ? {} : { status: live.status }),
      },
    };
  }

  async #existing(request: ResourceRequest, id: string): Promise<ResourceAnswer> {
    const [namespace = "", name = ""] = id.split("/");
    const { apiVersion, kind } = groupVersionKind(request.type);
    const reference = { apiVersion, kind, metadata: { namespace, name } };
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
    const installed = {
      name: chart.release,
      namespace: chart.namespace,
      fingerprint: fingerprint([chart, this.options.charts]),
    };
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

/** API version and kind of a Pulumi type token such as `kubernetes:apps/v1:Deployment`. */
function groupVersionKind(type: string): { readonly apiVersion: string; readonly kind: string } {
  const [, module = "", kind = ""] = type.split(":");
  return { apiVersion: module.startsWith("core/") ? module.slice("core/".length) : module, kind };
}
