import type { Context, PlannedObject, Rule } from "../contract";
import { find, namespaceOf, ofKind, specOf } from "../objects";
import { isPostgres, podsOf } from "../pods";

interface ClaimSpec {
  readonly storageClassName: string;
}

/** Storage classes that an object names. */
function classesOf(object: PlannedObject): readonly (string | undefined)[] {
  if (object.kind === "PersistentVolumeClaim") return [specOf<ClaimSpec>(object).storageClassName];
  if (isPostgres(object)) {
    const { storage, walStorage } =
      specOf<Record<"storage" | "walStorage", { readonly storageClass?: string }>>(object);
    return [storage?.storageClass, walStorage?.storageClass];
  }
  const { volumeClaimTemplates = [] } = specOf<{
    readonly volumeClaimTemplates: readonly { readonly spec?: ClaimSpec }[];
  }>(object);
  return volumeClaimTemplates.map(({ spec }) => spec?.storageClassName);
}

/** Whether a claim is one that a StatefulSet makes for its pods: `<template>-<set>-<number>`. */
function isOfStatefulSet(context: Context, namespace: string, claim: string): boolean {
  return ofKind(context, "StatefulSet").some((object) => {
    const { volumeClaimTemplates = [], replicas = 1 } = specOf<{
      readonly volumeClaimTemplates: readonly { readonly metadata?: { readonly name?: string } }[];
      readonly replicas: number;
    }>(object);
    const names = volumeClaimTemplates.flatMap(({ metadata }) =>
      Array.from({ length: replicas }, (_, number) => `${metadata?.name ?? ""}-${object.metadata.name}-${number}`),
    );
    return namespaceOf(object) === namespace && names.includes(claim);
  });
}

function knownClasses(context: Context): ReadonlySet<string> {
  return new Set([
    ...context.given.storageClasses,
    ...ofKind(context, "StorageClass").map(({ metadata }) => metadata.name),
  ]);
}

/** Every storage class and claim that is named has to exist. */
export const storageExists: Rule = {
  name: "storage-exists",
  reason: "A volume of a class that the cluster doesn't have, or a pod with a claim that isn't there, waits for ever.",
  check: (context) => {
    const known = knownClasses(context);
    const classes = context.objects.flatMap((object) =>
      classesOf(object)
        .filter((name) => name !== undefined && !known.has(name))
        .map((name) => ({
          object,
          message: `wants the storage class ${name ?? ""}; the cluster has ${[...known].sort().join(", ")}.`,
        })),
    );
    const claims = podsOf(context).flatMap(({ owner, spec }) =>
      (spec?.volumes ?? []).flatMap((volume) => {
        const name = (volume["persistentVolumeClaim"] as { readonly claimName?: string } | undefined)?.claimName;
        return name === undefined ||
          find(context, "PersistentVolumeClaim", namespaceOf(owner), name) !== undefined ||
          isOfStatefulSet(context, namespaceOf(owner), name)
          ? []
          : [{ object: owner, message: `mounts the claim ${name}, which doesn't exist in its namespace.` }];
      }),
    );
    return [...classes, ...claims];
  },
};
