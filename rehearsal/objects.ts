import { setTimeout as sleep } from "node:timers/promises";
import {
  ApiException,
  KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
  PatchStrategy,
  type V1Status,
} from "@kubernetes/client-node";
import { UsageError } from "../components/errors";
import { fullStoreAdvice, isFullStore } from "./full-store";
import { heldBack } from "./held-back";
import { retried } from "./passing";
import "./untyped-kinds";

/** Names an object of any kind. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** What applying an object did. */
export type Change = "created" | "changed" | "unchanged";

/** An object as the API server has it. */
export interface LiveObject extends KubernetesObject {
  readonly status?: Readonly<Record<string, unknown>>;
}

/** Who the API server says has set a field. */
const fieldManager = "rootstock-rehearsal";

/** How long definitions of custom resources may take to be served, in milliseconds. */
const discoveryPatience = 10_000;

/** Milliseconds between sentences about what holds a deleted object. */
const tellEvery = 5000;

/** A reference as people read it: `deployment dev/backend`. */
export function showReference({ kind, metadata: { name, namespace } }: ObjectReference): string {
  return `${kind.toLowerCase()} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

function statusMessage(body: unknown): string | undefined {
  if (typeof body === "object" && body !== null && "message" in body) return String(body.message);
  if (typeof body !== "string") return undefined;
  try {
    return (JSON.parse(body) as V1Status).message;
  } catch {
    return body;
  }
}

/** The API server's own message, where an error carries one; otherwise why it can't be reached. */
function serverMessage(error: unknown): string {
  if (error instanceof ApiException) return statusMessage(error.body) ?? error.message;
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}

const past = { apply: "applied", delete: "deleted", read: "read" } as const;

/** A failed action as a sentence: refused by the API server, or not even heard. */
function failure(action: keyof typeof past, reference: ObjectReference, error: unknown): UsageError {
  const what = showReference(reference);
  if (isFullStore(serverMessage(error)))
    return new UsageError(
      `The cluster's store is full, so ${what} could not be ${past[action]}: ${serverMessage(error)}. ${fullStoreAdvice}`,
    );
  return new UsageError(
    error instanceof ApiException
      ? `The API server refused ${action === "apply" ? "" : `to ${action} `}${what}: ${serverMessage(error)}`
      : `The API server doesn't answer, so ${what} could not be ${past[action]}: ${serverMessage(error)}. Run the same command again.`,
  );
}

/** A failed look at the cluster as a sentence, for what has no object to name; `what` could not be done. */
export function unanswered(what: string, error: unknown): UsageError {
  if (error instanceof UsageError) return error;
  const how = error instanceof ApiException ? "answers with an error" : "doesn't answer";
  return new UsageError(`The API server ${how}, so ${what}: ${serverMessage(error)}. Run the same command again.`);
}

function isCode(error: unknown, code: number): boolean {
  return error instanceof ApiException && error.code === code;
}

/** Any object of one cluster, by server-side apply. */
export class ClusterObjects {
  readonly #config = new KubeConfig();
  #api: KubernetesObjectApi;
  /** Field managers' times have whole seconds. */
  readonly #start = Math.floor(Date.now() / 1000) * 1000;

  /**
   * @param kubeconfig the cluster's kubeconfig, as text
   * @param namespace of objects that name none. @default what the kubeconfig says
   */
  constructor(kubeconfig: string, namespace?: string) {
    this.#config.loadFromString(kubeconfig);
    if (namespace !== undefined)
      this.#config.contexts = this.#config.contexts.map((context) => ({ ...context, namespace }));
    this.#api = KubernetesObjectApi.makeApiClient(this.#config);
  }

  /**
   * Creates or changes an object; with `dryRun` the API server checks and admits it, and forgets it.
   *
   * @throws UsageError with the API server's message when it refuses.
   */
  async apply(
    object: ObjectReference,
    { dryRun = false }: { readonly dryRun?: boolean } = {},
  ): Promise<{ readonly live: LiveObject; readonly change: Change }> {
    const live = await this.#discovering(() =>
      this.#api.patch<LiveObject>(
        object as LiveObject,
        undefined,
        dryRun ? "All" : undefined,
        fieldManager,
        true,
        PatchStrategy.ServerSideApply,
      ),
    ).catch((error: unknown) => {
      throw failure("apply", object, error);
    });
    return { live, change: this.#changeOf(live) };
  }

  /** Objects of a kind in a namespace, by their labels. */
  async list(
    { apiVersion, kind }: Pick<ObjectReference, "apiVersion" | "kind">,
    namespace: string,
    labelSelector: string,
  ): Promise<readonly KubernetesObject[]> {
    const none = undefined;
    const { items } = await this.#discovering(() =>
      this.#api.list(apiVersion, kind, namespace, none, none, none, none, labelSelector),
    );
    return items;
  }

  /** Reads an object; undefined where there is none. */
  async read(reference: ObjectReference): Promise<LiveObject | undefined> {
    try {
      return await this.#discovering(() => this.#api.read(reference));
    } catch (error) {
      if (isCode(error, 404)) return undefined;
      throw failure("read", reference, error);
    }
  }

  /**
   * Deletes an object and waits until it is gone; one that is gone already is fine.
   *
   * @param onHeld told every few seconds what holds it
   */
  async remove(
    reference: ObjectReference,
    patienceSeconds = 60,
    onHeld: (sentence: string) => void = () => undefined,
  ): Promise<void> {
    try {
      await retried(() => this.#api.delete(reference, undefined, undefined, undefined, undefined, "Background"));
    } catch (error) {
      if (isCode(error, 404) || /unrecognized api version/i.test(serverMessage(error))) return;
      throw failure("delete", reference, error);
    }
    const started = Date.now();
    let told = started;
    for (let live = await this.read(reference); live !== undefined; live = await this.read(reference)) {
      const seconds = Math.round((Date.now() - started) / 1000);
      const sentence = heldBack(showReference(reference), live, seconds);
      if (seconds >= patienceSeconds) throw new UsageError(sentence);
      if (Date.now() - told > tellEvery) {
        told = Date.now();
        onHeld(sentence);
      }
      await sleep(200);
    }
  }

  #changeOf({ metadata }: LiveObject): Change {
    const created = metadata?.creationTimestamp?.getTime() ?? 0;
    if (created >= this.#start) return "created";
    const own = metadata?.managedFields?.find(
      ({ manager, subresource }) => manager === fieldManager && subresource === undefined,
    );
    return (own?.time?.getTime() ?? 0) >= this.#start ? "changed" : "unchanged";
  }

  /** Definitions that a chart has just installed are served a moment later; the client also remembers old answers. */
  async #discovering<T>(action: () => Promise<T>): Promise<T> {
    const until = Date.now() + discoveryPatience;
    for (;;) {
      try {
        return await retried(action);
      } catch (error) {
        const unknown = /unrecognized api version|failed to fetch resource metadata/i.test(serverMessage(error));
        if (!unknown || Date.now() > until) throw error;
        await sleep(300);
        this.#api = KubernetesObjectApi.makeApiClient(this.#config);
      }
    }
  }
}
