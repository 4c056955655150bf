import { objectOf } from "../plan/manifests";
import type { Registration } from "../plan/registration";
import type { ClusterObjects, ObjectReference } from "./objects";

type Texts = Readonly<Record<string, string>>;

/** A Secret's template, as ExternalSecrets and SealedSecrets have it. */
interface SecretTemplate {
  readonly type?: string;
  readonly immutable?: boolean;
  readonly metadata?: { readonly labels?: Texts; readonly annotations?: Texts };
  readonly data?: Texts;
}

/** A Secret that an operator makes of an object. */
export interface OperatorSecret extends ObjectReference {
  readonly type: string;
  readonly immutable?: boolean;
  readonly data: Texts;
}

/** What stands for every value that a rehearsal can't know. */
const standIn = "stand-in";

/** A template with a stand-in for each value, plain or as JSON. */
function rendered(text: string): string {
  return text.replaceAll(/\{\{ \.\w+ \| toJson \}\}/g, JSON.stringify(standIn)).replaceAll(/\{\{ \.\w+ \}\}/g, standIn);
}

function secretOf(owner: ObjectReference, texts: Texts, template: SecretTemplate): OperatorSecret {
  const { name, namespace } = owner.metadata;
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), ...template.metadata },
    type: template.type ?? "Opaque",
    ...(template.immutable === undefined ? {} : { immutable: template.immutable }),
    data: Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString("base64")])),
  };
}

/**
 * The Secret that External Secrets makes of an ExternalSecret, or the controller of Sealed Secrets of a SealedSecret,
 * with stand-ins for its values: name, type and keys are as theirs. Undefined for any other object.
 */
export function operatorSecret(object: ObjectReference & { readonly spec?: unknown }): OperatorSecret | undefined {
  const [group = ""] = object.apiVersion.split("/");
  if (group === "external-secrets.io" && object.kind === "ExternalSecret") {
    const { target } = object.spec as { readonly target: { readonly template: SecretTemplate } };
    const texts = Object.entries(target.template.data ?? {}).map(([key, text]) => [key, rendered(text)]);
    return secretOf(object, Object.fromEntries(texts) as Texts, target.template);
  }
  if (group === "bitnami.com" && object.kind === "SealedSecret") {
    const { encryptedData, template } = object.spec as {
      readonly encryptedData: Texts;
      readonly template: SecretTemplate;
    };
    const sealed = Object.keys(encryptedData).map((key) => [key, standIn]);
    const texts = Object.entries(template.data ?? {}).map(([key, text]) => [key, rendered(text)]);
    return secretOf(object, Object.fromEntries([...sealed, ...texts]) as Texts, template);
  }
  return undefined;
}

/**
 * Makes the Secrets that operators would make of a program's objects, so that whatever refers to them finds them, and the
 * API server judges their names, types and keys. They belong to their objects and go with them.
 *
 * @returns what was made, as `namespace/name`
 */
export async function actSecretOperators(
  cluster: Pick<ClusterObjects, "apply" | "read">,
  registrations: readonly Registration[],
): Promise<readonly string[]> {
  const made: string[] = [];
  for (const registration of registrations) {
    const object = objectOf(registration);
    const secret = object === undefined ? undefined : operatorSecret(object);
    if (object === undefined || secret === undefined) continue;
    const { apiVersion, kind } = object;
    const { name, namespace } = object.metadata;
    const live = await cluster.read({ apiVersion, kind, metadata: secret.metadata });
    const owner = {
      apiVersion,
      kind,
      name,
      uid: live?.metadata?.uid ?? "",
      controller: true,
      blockOwnerDeletion: true,
    };
    const owned = { ...secret, metadata: { ...secret.metadata, ownerReferences: [owner] } };
    await cluster.apply(owned);
    made.push(`${namespace ?? ""}/${name}`);
  }
  return made;
}
