import { amountsOf, type PodGroup } from "./capacity";
import { objectOf } from "./manifests";
import type { Registration } from "./registration";

/** The part of a CloudNativePG Cluster's spec that decides on pods. */
interface ClusterSpec {
  readonly instances: number;
  readonly imageName: string;
  readonly resources: Readonly<Record<"requests" | "limits", Readonly<Record<string, string>>>>;
}

/** The spec of a PostgreSQL that CloudNativePG runs; undefined for any other object. */
function clusterSpec(object: Readonly<Record<string, unknown>>): ClusterSpec | undefined {
  const isCluster = object["apiVersion"] === "postgresql.cnpg.io/v1" && object["kind"] === "Cluster";
  return isCluster ? (object["spec"] as ClusterSpec) : undefined;
}

/** Images of the pods that operators make of an object. */
export function operatorImages(object: Readonly<Record<string, unknown>>): readonly string[] {
  const image = clusterSpec(object)?.imageName;
  return image === undefined ? [] : [image];
}

/** Pods that operators make of the program's own resources: the instances of a PostgreSQL. */
export function operatorPods(registrations: readonly Registration[]): readonly PodGroup[] {
  return registrations.flatMap((registration): readonly PodGroup[] => {
    const object = objectOf(registration);
    const spec = object === undefined ? undefined : clusterSpec(object);
    if (object === undefined || spec === undefined) return [];
    const { name, namespace } = object.metadata;
    const { instances, resources } = spec;
    return [
      {
        name: `${namespace ?? ""}/${name}`,
        by: "operator",
        min: instances,
        max: instances,
        requests: amountsOf(resources.requests),
        limits: amountsOf(resources.limits),
      },
    ];
  });
}
