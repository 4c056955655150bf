import type { Task } from "./schedule";

/** What a plan's list says of a resource, as far as its place in time goes. */
export interface PlannedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  /** URN of the parent; empty for none. */
  readonly parent: string;
  /** URN and id of the provider; empty for none. */
  readonly provider: string;
  /** URNs. */
  readonly dependencies: readonly string[];
  readonly inputs: Readonly<Record<string, unknown>>;
}

/**
 * The tasks of an `up`: every resource that a provider makes. One waits for its dependencies and for its provider; a
 * dependency on a component is one on everything in it. Parents order nothing: a component is there at once.
 *
 * @param secondsOf how long a resource takes
 */
export function tasksOf(
  resources: readonly PlannedResource[],
  secondsOf: (resource: PlannedResource) => number,
): readonly Task[] {
  const made = new Set(resources.filter(({ custom }) => custom).map(({ urn }) => urn));
  const children = new Map<string, PlannedResource[]>();
  for (const resource of resources) children.set(resource.parent, [...(children.get(resource.parent) ?? []), resource]);
  const expand = (urn: string): readonly string[] =>
    made.has(urn) ? [urn] : (children.get(urn) ?? []).flatMap((child) => expand(child.urn));
  return resources
    .filter(({ custom }) => custom)
    .map((resource) => {
      const wanted = [...resource.dependencies, ...(resource.provider === "" ? [] : [providerUrn(resource.provider)])];
      return {
        id: resource.urn,
        seconds: secondsOf(resource),
        after: [...new Set(wanted.flatMap(expand))].filter((urn) => urn !== resource.urn),
      };
    });
}

/** The URN in a reference to a provider, which ends in the provider's id. */
function providerUrn(reference: string): string {
  return reference.slice(0, reference.lastIndexOf("::"));
}
