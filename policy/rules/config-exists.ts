import type { Context, PlannedObject, Rule, Violation } from "../contract";
import { madeByOperators } from "../made-by-operators";
import { find, namespaceOf, ofKind, specOf } from "../objects";
import { containersOf, isPostgres, type NameReference, type PlannedPod, podsOf, type Volume } from "../pods";

/** A ConfigMap or Secret that is named, and the keys of it. */
interface Named {
  readonly object: PlannedObject;
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
  readonly keys: readonly string[];
}

interface Items {
  readonly optional?: boolean;
  readonly items?: readonly { readonly key: string }[];
}

const keysOf = ({ items = [] }: Items): readonly string[] => items.map(({ key }) => key);

function named(object: PlannedObject, kind: Named["kind"], reference: NameReference | undefined): readonly Named[] {
  if (reference?.name === undefined || reference.optional === true) return [];
  return [{ object, kind, name: reference.name, keys: reference.key === undefined ? [] : [reference.key] }];
}

/** A volume's sources; a projected one has several. */
function volumeSources(object: PlannedObject, volume: Volume): readonly Named[] {
  const configMap = volume["configMap"] as (Items & { readonly name?: string }) | undefined;
  const secret = volume["secret"] as (Items & { readonly secretName?: string; readonly name?: string }) | undefined;
  const projected = volume["projected"] as { readonly sources?: readonly object[] } | undefined;
  const name = secret?.secretName ?? secret?.name;
  return [
    ...(configMap?.name === undefined || configMap.optional === true
      ? []
      : [{ object, kind: "ConfigMap" as const, name: configMap.name, keys: keysOf(configMap) }]),
    ...(secret === undefined || name === undefined || secret.optional === true
      ? []
      : [{ object, kind: "Secret" as const, name, keys: keysOf(secret) }]),
    ...(projected?.sources ?? []).flatMap((source) => volumeSources(object, { name: volume.name, ...source })),
  ];
}

function inPod(pod: PlannedPod): readonly Named[] {
  const { owner, spec } = pod;
  return [
    ...containersOf(pod).flatMap(({ env = [], envFrom = [] }) => [
      ...env.flatMap(({ valueFrom }) => [
        ...named(owner, "ConfigMap", valueFrom?.configMapKeyRef),
        ...named(owner, "Secret", valueFrom?.secretKeyRef),
      ]),
      ...envFrom.flatMap(({ configMapRef, secretRef }) => [
        ...named(owner, "ConfigMap", configMapRef),
        ...named(owner, "Secret", secretRef),
      ]),
    ]),
    ...(spec?.volumes ?? []).flatMap((volume) => volumeSources(owner, volume)),
    ...(spec?.imagePullSecrets ?? []).flatMap((reference) => named(owner, "Secret", reference)),
  ];
}

/** Secrets that an Ingress, a PostgreSQL and Dapr's components name. */
function inOthers(context: Context): readonly Named[] {
  const ingresses = ofKind(context, "Ingress").flatMap((object) =>
    (specOf<{ readonly tls: readonly { readonly secretName?: string }[] }>(object).tls ?? []).flatMap(
      ({ secretName }) => (secretName === undefined ? [] : named(object, "Secret", { name: secretName })),
    ),
  );
  const postgres = context.objects.filter(isPostgres).flatMap((object) => {
    const { bootstrap, imagePullSecrets = [] } = specOf<{
      readonly bootstrap: { readonly initdb?: { readonly secret?: NameReference } };
      readonly imagePullSecrets: readonly NameReference[];
    }>(object);
    return [bootstrap?.initdb?.secret, ...imagePullSecrets].flatMap((reference) => named(object, "Secret", reference));
  });
  const dapr = ofKind(context, "Component", "dapr.io").flatMap((object) =>
    (
      specOf<{ readonly metadata: readonly { readonly secretKeyRef?: NameReference }[] }>(object).metadata ?? []
    ).flatMap(({ secretKeyRef }) => named(object, "Secret", secretKeyRef)),
  );
  return [...ingresses, ...postgres, ...dapr];
}

/** Whether a ConfigMap or Secret has a key; taken for granted where only the deployment tells what is in it. */
function hasKey(object: PlannedObject, key: string): boolean {
  const parts = ["data", "stringData", "binaryData"].map((part) => object[part] ?? {});
  return parts.some((part) => typeof part !== "object" || Object.hasOwn(part, key));
}

function violations(context: Context): readonly Violation[] {
  const made = madeByOperators(context).secrets;
  const references = [...podsOf(context).flatMap(inPod), ...inOthers(context)];
  return references.flatMap(({ object, kind, name, keys }) => {
    const namespace = namespaceOf(object);
    if (kind === "Secret" && made.has(`${namespace}/${name}`)) return [];
    const found = find(context, kind, namespace, name);
    if (found === undefined)
      return [{ object, message: `names the ${kind} ${name}, which doesn't exist in ${namespace}.` }];
    return keys
      .filter((key) => !hasKey(found, key))
      .map((key) => ({ object, message: `names the key ${key} of the ${kind} ${name}, which it doesn't have.` }));
  });
}

/** Every ConfigMap and Secret that is named has to exist, with the keys that are named of it. */
export const configExists: Rule = {
  name: "config-exists",
  reason: "A pod that names a ConfigMap, Secret or key that isn't there never starts; it is admitted all the same.",
  check: violations,
};
