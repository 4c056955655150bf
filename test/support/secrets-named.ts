import type { ObjectReference } from "../../rehearsal/objects";
import { dig } from "./recording";

interface Container {
  readonly envFrom?: readonly { readonly secretRef?: { readonly name: string } }[];
}

interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly imagePullSecrets?: readonly { readonly name: string }[];
  readonly volumes?: readonly { readonly secret?: { readonly secretName: string } }[];
}

/** The Secrets that the pods of a workload's object need to start. */
export function secretsNamedBy(object: ObjectReference): readonly ObjectReference[] {
  const path = object.kind === "CronJob" ? ["spec", "jobTemplate", "spec", "template"] : ["spec", "template"];
  const pod = dig(object, ...path, "spec") as PodSpec | undefined;
  if (pod?.containers === undefined) return [];
  const { namespace } = object.metadata;
  const names = [
    ...[...pod.containers, ...(pod.initContainers ?? [])].flatMap(({ envFrom = [] }) =>
      envFrom.flatMap(({ secretRef }) => (secretRef === undefined ? [] : [secretRef.name])),
    ),
    ...(pod.imagePullSecrets ?? []).map(({ name }) => name),
    ...(pod.volumes ?? []).flatMap(({ secret }) => (secret === undefined ? [] : [secret.secretName])),
  ];
  return [...new Set(names)].map((name) => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  }));
}
