import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { isKubernetesObject, isRelease, type OwnerOutputs, randomAnswer, TypicalAnswers } from "../plan/answers";
import type { Answerer, ResourceAnswer, ResourceRequest } from "../plan/registration";
import type { ChartSource } from "./helm";
import { type InstalledRelease, type Inventory, keyOf } from "./inventory";
import { type Change, type ClusterObjects, type LiveObject, type ObjectReference, showReference } from "./objects";
import { chartRequest, idOf, installedRelease, referenceOf, requestedObject, requestedReference } from "./requested";

/** What {@link LookingAnswers} need. */
export interface LookingOptions {
  /** Undefined where there is no cluster yet. */
  readonly cluster: ClusterObjects | undefined;
  readonly charts: ChartSource;
  readonly before: Inventory;
  readonly loadBalancer: "ip" | "hostname" | "none";
  readonly owners: Readonly<Record<string, OwnerOutputs>>;
  /** Told what would become of each object and release. */
  readonly onChange: (what: string, change: Change) => void;
}

/** What can be asked for of an object: without its status, and what the API server notes of every write. */
function asked({ status: _status, metadata, ...object }: LiveObject): object {
  const { managedFields: _fields, resourceVersion: _version, generation: _generation, ...rest } = metadata ?? {};
  return { ...object, metadata: rest };
}

/** Answers by looking: what a run would make and change, by dry runs of the API server; nothing is made. */
export class LookingAnswers implements Answerer {
  readonly #objects: ObjectReference[] = [];
  readonly #releases: InstalledRelease[] = [];
  readonly #known: ReadonlySet<string>;
  readonly #typical: TypicalAnswers;

  constructor(private readonly options: LookingOptions) {
    this.#typical = new TypicalAnswers(options.loadBalancer, options.owners);
    this.#known = new Set(options.before.objects.map(keyOf));
  }

  /** What the run would have put into the cluster. */
  get inventory(): Inventory {
    return { objects: this.#objects, releases: this.#releases, random: {} };
  }

  async resource(request: ResourceRequest): Promise<ResourceAnswer> {
    if (!request.custom) return this.#typical.resource(request);
    if (isRelease(request.type)) return this.#release(request);
    if (isKubernetesObject(request.type))
      return request.readId === undefined ? this.#object(request) : this.#existing(request, request.readId);
    const drawn = randomAnswer(request, (length) => {
      const kept = this.options.before.random[request.urn];
      const bytes = kept === undefined ? undefined : Buffer.from(kept, "base64");
      return bytes?.length === length ? bytes : randomBytes(length);
    });
    return drawn ?? this.#typical.resource(request);
  }

  call(token: string, inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return this.#typical.call(token, inputs);
  }

  async #object(request: ResourceRequest): Promise<ResourceAnswer> {
    const { cluster, onChange } = this.options;
    const object = requestedObject(request);
    this.#objects.push(referenceOf(object));
    // What isn't in the inventory was never made; its kind may not be known yet.
    const live = this.#known.has(keyOf(object)) ? await cluster?.read(object) : undefined;
    if (cluster === undefined || live === undefined) {
      onChange(showReference(object), "created");
      return { id: idOf(object), extra: { metadata: object.metadata } };
    }
    const { live: wanted } = await cluster.apply(object, { dryRun: true });
    onChange(showReference(object), isDeepStrictEqual(asked(wanted), asked(live)) ? "unchanged" : "changed");
    const status = live.status === undefined ? {} : { status: live.status };
    return { id: idOf(object), extra: { metadata: { ...object.metadata, uid: live.metadata?.uid ?? "" }, ...status } };
  }

  async #existing(request: ResourceRequest, id: string): Promise<ResourceAnswer> {
    const live = await this.options.cluster?.read(requestedReference(request.type, id));
    if (live === undefined) return this.#typical.resource(request);
    return { id, extra: JSON.parse(JSON.stringify(live)) as Record<string, unknown> };
  }

  #release(request: ResourceRequest): ResourceAnswer | Promise<ResourceAnswer> {
    const { before, charts, onChange } = this.options;
    const release = installedRelease(chartRequest(request), charts);
    this.#releases.push(release);
    const known = before.releases.find(
      ({ name, namespace }) => name === release.name && namespace === release.namespace,
    );
    const changed = known?.fingerprint === release.fingerprint ? "unchanged" : "changed";
    onChange(`release ${release.namespace}/${release.name}`, known === undefined ? "created" : changed);
    return this.#typical.resource(request);
  }
}
