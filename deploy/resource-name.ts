import { namedResource, resourceTitle } from "../review/resource-title";

/** A resource as the engine keeps it in its state and tells of it in its events. */
export interface EngineResource {
  readonly type: string;
  readonly urn: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** Whether a resource is something outside of the program: no component, no stack, no provider. */
export function isManaged({ custom, type }: { readonly custom?: boolean; readonly type: string }): boolean {
  return custom === true && !type.startsWith("pulumi:");
}

/** A resource as people read it: `deployment dev/backend`, `random RandomPassword grafana-admin`. */
export function resourceName({ inputs = {}, type, urn }: EngineResource): string {
  const resource = { inputs, type, name: urn.split("::").at(-1) ?? urn };
  if (!type.startsWith("kubernetes:")) return resourceTitle(resource);
  const { kind, name, namespace } = namedResource(resource);
  return `${kind.toLowerCase()} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}
