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
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** What destroy deletes, in its order: the engine keeps what was made in order, and takes it back the other way. */
export function deletedByDestroy(resources: readonly StateResource[]): readonly string[] {
  return resources
    .filter((resource) => isManaged(resource) && resource.external !== true && resource.retainOnDelete !== true)
    .map(resourceName)
    .reverse();
}
