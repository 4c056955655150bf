import type { ObjectMetadata, Seen } from "./contract";

interface Named {
  readonly metadata?: ObjectMetadata;
}

/** An object as people read it: `service dev/web`. */
export function nameOf(kind: string, { metadata = {} }: Named): string {
  const { name = "", namespace } = metadata;
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

/** The command that shows an object with its events. */
export function describeIt(kind: string, { metadata = {} }: Named): string {
  const { name = "", namespace } = metadata;
  return `kubectl ${namespace === undefined ? "" : `-n ${namespace} `}describe ${kind} ${name}`;
}

/** The latest warning about an object, in the words of whoever gave it; undefined where there is none. */
export function warningAbout({ events }: Seen, kind: string, { metadata = {} }: Named): string | undefined {
  const time = (event: Seen["events"][number]): number =>
    new Date(event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp ?? 0).getTime();
  return events
    .filter(
      ({ involvedObject: about }) =>
        about.kind === kind && about.name === metadata.name && about.namespace === metadata.namespace,
    )
    .sort((one, other) => time(other) - time(one))[0]?.message;
}

/** The workload of a pod, by the name that its controller gave it; a pod of its own is its own. */
export function workloadOf(pod: Named): string {
  const { name = "", namespace = "", labels = {}, ownerReferences = [] } = pod.metadata ?? {};
  const [owner] = ownerReferences;
  if (owner === undefined) return `pod ${namespace}/${name}`;
  const hash = labels["pod-template-hash"];
  if (owner.kind === "ReplicaSet" && hash !== undefined && owner.name.endsWith(`-${hash}`))
    return `deployment ${namespace}/${owner.name.slice(0, -hash.length - 1)}`;
  return `${owner.kind.toLowerCase()} ${namespace}/${owner.name}`;
}
