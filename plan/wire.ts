// What Pulumi's SDK sends to its monitor: plain JSON in which wrappers mark secrets and references.
import { runtime } from "@pulumi/pulumi";

const signatureKey = runtime.specialSigKey;
const secretSignature = runtime.specialSecretSig;
const resourceSignature = runtime.specialResourceSig;

/** What stands in printed plans in place of a secret. */
export const redacted = "[secret]";

type Json = Readonly<Record<string, unknown>>;

function signatureOf(value: Json): unknown {
  return value[signatureKey];
}

/** A copy of a value with every secret replaced by `secret(value)` and every resource by its id or URN. */
function unwrapWith(value: unknown, secret: (inner: unknown) => unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => unwrapWith(item, secret));
  const object = value as Json;
  const signature = signatureOf(object);
  if (signature === secretSignature) return secret(object["value"]);
  if (signature === resourceSignature) return object["id"] ?? object["urn"];
  return Object.fromEntries(Object.entries(object).map(([key, child]) => [key, unwrapWith(child, secret)]));
}

/** The value as the provider would get it, secrets in clear. */
export function clear(value: unknown): unknown {
  return unwrapWith(value, clear);
}

/** The value as people may see it, each secret text replaced by {@link redacted}; structure is kept. */
export function hideSecrets(value: unknown): unknown {
  return unwrapWith(value, redactAll);
}

function redactAll(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactAll);
  if (typeof value === "object" && value !== null) {
    const object = value as Json;
    if (signatureOf(object) === secretSignature) return redactAll(object["value"]);
    return Object.fromEntries(Object.entries(object).map(([key, child]) => [key, redactAll(child)]));
  }
  return value === undefined || value === null ? value : redacted;
}

/** Every secret text in a value: what must not be printed anywhere. */
export function secretTexts(value: unknown): readonly string[] {
  const found: string[] = [];
  const collect = (inner: unknown): void => {
    if (typeof inner === "string") found.push(inner);
    else if (typeof inner === "object" && inner !== null) Object.values(inner).forEach(collect);
  };
  unwrapWith(value, (inner) => {
    collect(clear(inner));
    return undefined;
  });
  return found;
}
