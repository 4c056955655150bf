import type { Registration } from "../plan/registration";

/** A resource of either plan, with the one that it was or becomes. */
export interface Pair {
  readonly base?: Registration;
  readonly head?: Registration;
  /** Whether both are the same object of the cluster under two URNs, so that Pulumi takes them for two. */
  readonly moved?: true;
}

interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
}

/** A URN without the stack's name: plans of two stacks are compared as well. */
function urnInStack({ urn }: Registration): string {
  return urn.replace(/^urn:pulumi:[^:]*::[^:]*::/, "");
}

/** A name without the suffix that Pulumi or a checksum gives it. */
function baseName(name: string): string {
  return name.replace(/-[0-9a-f]{6,64}$/, "");
}

/** What the world outside of Pulumi knows a resource by: kind, namespace and name. */
function identity(resource: Registration): string {
  const { name, namespace } = (resource.inputs["metadata"] ?? {}) as Metadata;
  const own = resource.inputs["name"];
  const given = name ?? (typeof own === "string" ? own : resource.name);
  return [resource.type, namespace ?? "", baseName(given)].join(" ");
}

/** Whether a resource is something that is made: not a component, and not something that is only read. */
export function isMade({ custom, read, type }: Registration): boolean {
  return custom && !read && !type.startsWith("pulumi:");
}

/** Takes pairs with equal keys out of both lists; a key that several have says nothing. */
function takePairs(
  bases: readonly Registration[],
  heads: readonly Registration[],
  key: (resource: Registration) => string,
): { readonly pairs: readonly Required<Pick<Pair, "base" | "head">>[]; readonly rest: readonly Registration[][] } {
  const only = (list: readonly Registration[]): Map<string, Registration | undefined> => {
    const found = new Map<string, Registration | undefined>();
    for (const resource of list) found.set(key(resource), found.has(key(resource)) ? undefined : resource);
    return found;
  };
  const known = only(bases);
  const wanted = only(heads);
  const pairs = [...known].flatMap(([name, base]) => {
    const head = wanted.get(name);
    return base === undefined || head === undefined ? [] : [{ base, head }];
  });
  const taken = new Set(pairs.flatMap(({ base, head }) => [base, head]));
  return { pairs, rest: [bases, heads].map((list) => list.filter((resource) => !taken.has(resource))) };
}

/**
 * Which resource of the head is which of the base: by URN, as Pulumi has it; what is left, by kind, namespace and name
 * without a suffix that was drawn or computed.
 */
export function matched(base: readonly Registration[], head: readonly Registration[]): readonly Pair[] {
  const byUrn = takePairs(base.filter(isMade), head.filter(isMade), urnInStack);
  const [baseRest = [], headRest = []] = byUrn.rest;
  const byIdentity = takePairs(baseRest, headRest, identity);
  const [gone = [], come = []] = byIdentity.rest;
  return [
    ...byUrn.pairs,
    ...byIdentity.pairs.map((pair) => ({ ...pair, moved: true as const })),
    ...gone.map((resource) => ({ base: resource })),
    ...come.map((resource) => ({ head: resource })),
  ];
}
