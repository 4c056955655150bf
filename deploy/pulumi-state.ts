import { runtime } from "@pulumi/pulumi";
import { isRelease } from "../plan/answers";
import type { InstalledRelease } from "../rehearsal/inventory";
import type { ObjectReference } from "../rehearsal/objects";
import type { RolloutFailure } from "./contract";
import { reasonIn } from "./failure-text";
import { isManaged, resourceName } from "./resource-name";

/** A resource in an exported state. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  /** Read, not made: destroy leaves it alone. */
  readonly external?: boolean;
  /** Destroy refuses it. */
  readonly protect?: boolean;
  /** Destroy forgets it, and leaves it where it is. */
  readonly retainOnDelete?: boolean;
  /** To be deleted, as another has taken its place. */
  readonly delete?: boolean;
  /** Why it didn't get ready. */
  readonly initErrors?: readonly string[];
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** A release of Helm's. */
type Release = Pick<InstalledRelease, "name" | "namespace">;

/** What destroy deletes, in its order: the engine keeps what was made in order, and takes it back the other way. */
export function deletedByDestroy(resources: readonly StateResource[]): readonly string[] {
  return resources
    .filter((resource) => isManaged(resource) && resource.external !== true && resource.retainOnDelete !== true)
    .map(resourceName)
    .reverse();
}

/** What didn't get ready when it was deployed last. */
export function notReadyIn(resources: readonly StateResource[]): readonly RolloutFailure[] {
  return resources.flatMap((resource) => {
    const { initErrors = [] } = resource;
    return initErrors.length === 0 ? [] : [{ what: resourceName(resource), why: initErrors.map(reasonIn).join("; ") }];
  });
}

/** What the stack has made and still wants. */
function wanted(resources: readonly StateResource[]): readonly StateResource[] {
  return resources.filter((resource) => isManaged(resource) && resource.external !== true && resource.delete !== true);
}

const isObject = ({ type }: StateResource): boolean => type.startsWith("kubernetes:") && !isRelease(type);

/** What exists in the state alone, so that nobody can change it. */
const isInState = ({ type }: StateResource): boolean => /^(random|command):/.test(type);

/** A value of an exported state as its program meant it: secrets in clear, without what a provider keeps for itself. */
function meant(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(meant);
  const { plaintext } = value as { readonly plaintext?: unknown };
  if (typeof plaintext === "string" && runtime.specialSigKey in value) return meant(JSON.parse(plaintext));
  const entries = Object.entries(value).filter(([key]) => !key.startsWith("__"));
  return Object.fromEntries(entries.map(([key, child]) => [key, meant(child)]));
}

/** Kubernetes objects as they were last applied, secrets in clear; of a state that was exported with its secrets. */
export function objectsIn(resources: readonly StateResource[]): readonly ObjectReference[] {
  return wanted(resources)
    .filter(isObject)
    .map(({ inputs }) => meant(inputs) as ObjectReference);
}

/** Releases of Helm's. */
export function releasesIn(resources: readonly StateResource[]): readonly Release[] {
  return wanted(resources)
    .filter(({ type }) => isRelease(type))
    .map(({ inputs = {} }) => ({ name: String(inputs["name"]), namespace: String(inputs["namespace"]) }));
}

/** Whether there is anything that only a cloud can tell of. */
export function isAnythingElsewhere(resources: readonly StateResource[]): boolean {
  return wanted(resources).some((resource) => !resource.type.startsWith("kubernetes:") && !isInState(resource));
}
