import type { SharedCluster } from "../components/cluster/shared-cluster";
import type { Environment } from "../components/environment";
import { type AddOnName, addOnNames } from "../components/platform/contract";
import type { Context, PlannedObject } from "./contract";
import { givenBy } from "./given";

/** A resource as the Pulumi engine shows it to a policy. */
export interface EngineResource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly props: Readonly<Record<string, unknown>>;
}

/** What stands for a value that only the deployment tells. */
const unknownYet = "(known after up)";

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A copy without what is not known yet: in a preview, the engine's own objects throw where such a value is read. */
export function known(value: unknown): unknown {
  if (Array.isArray(value)) return Array.from(value.keys(), (index) => read(() => value[index] as unknown));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.keys(value).map((key) => [key, read(() => value[key])]));
}

function read(property: () => unknown): unknown {
  try {
    return known(property());
  } catch {
    return unknownYet;
  }
}

/** A Kubernetes object by the resource that makes it, with its URN. */
export interface MadeObject {
  readonly object: PlannedObject;
  readonly urn: string;
}

/** The Kubernetes objects of a stack; its releases' and its providers' are not among its resources. */
export function objectsOf(resources: readonly EngineResource[]): readonly MadeObject[] {
  return resources.flatMap(({ props, type, urn }): readonly MadeObject[] => {
    if (!type.startsWith("kubernetes:") || type.startsWith("kubernetes:helm.sh/")) return [];
    const { apiVersion, kind, metadata, ...rest } = known(props) as Readonly<Record<string, unknown>>;
    if (typeof apiVersion !== "string" || typeof kind !== "string" || !isMap(metadata)) return [];
    const { name } = metadata;
    return typeof name === "string"
      ? [{ object: { apiVersion, kind, metadata: { ...metadata, name }, ...rest }, urn }]
      : [];
  });
}

const isAddOn = (name: string): name is AddOnName => addOnNames.some((candidate) => candidate === name);

/**
 * What the rules look at in a stack; undefined as long as the stack doesn't tell what its platform offers (its output
 * `shared`), without which nobody knows what a name may refer to.
 */
export function contextOf(resources: readonly EngineResource[], environment: Environment): Context | undefined {
  const stack = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  const shared = stack === undefined ? undefined : (known(stack.props) as { readonly shared?: SharedCluster }).shared;
  if (!isMap(shared) || !isMap(shared["platform"])) return undefined;
  const { platform, storageClasses } = shared as unknown as SharedCluster;
  return {
    environment,
    objects: objectsOf(resources).map(({ object }) => object),
    given: givenBy({
      facts: platform,
      storageClasses,
      installed: resources
        .filter(({ type }) => type === "kubernetes:helm.sh/v3:Release")
        .map(({ name }) => name)
        .filter(isAddOn),
      requestedByOthers: { cpu: 0, memory: 0 },
    }),
  };
}
