import type { Context, PlannedObject } from "./contract";

/** The API group of an object; empty for the core. */
export function groupOf({ apiVersion }: PlannedObject): string {
  return apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
}

/** `<Kind> <namespace>/<name>`: an object as people call it. */
export function title({ kind, metadata }: PlannedObject): string {
  return `${kind} ${metadata.namespace === undefined ? "" : `${metadata.namespace}/`}${metadata.name}`;
}

/** Its namespace, as the API server fills it in. */
export function namespaceOf({ metadata }: PlannedObject): string {
  return metadata.namespace ?? "default";
}

/** Objects of a kind; a kind that more than one group has needs the group, too. */
export function ofKind({ objects }: Pick<Context, "objects">, kind: string, group?: string): readonly PlannedObject[] {
  return objects.filter((object) => object.kind === kind && (group === undefined || groupOf(object) === group));
}

/** The object of a kind by its name. */
export function find(
  context: Pick<Context, "objects">,
  kind: string,
  namespace: string,
  name: string,
): PlannedObject | undefined {
  return ofKind(context, kind).find((object) => object.metadata.name === name && namespaceOf(object) === namespace);
}

/** The spec of an object, as the caller knows it to be. */
export function specOf<T extends object>(object: PlannedObject): Partial<T> {
  return object["spec"] ?? {};
}
