import { isRelease } from "../plan/answers";
import type { Registration } from "../plan/registration";

interface Named {
  readonly kind: string;
  /** Its name in the cluster or the cloud; the logical name where the name is drawn. */
  readonly name: string;
  readonly namespace: string | undefined;
}

interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
}

const textOr = (value: unknown, otherwise: string): string => (typeof value === "string" ? value : otherwise);

/** What people call a resource: kind, namespace and name. */
export function namedResource({ inputs, name, type }: Pick<Registration, "inputs" | "name" | "type">): Named {
  const last = type.split(":").at(-1) ?? type;
  if (isRelease(type))
    return {
      kind: "Release",
      name: textOr(inputs["name"], name),
      namespace: textOr(inputs["namespace"], "default"),
    };
  const metadata = (inputs["metadata"] ?? {}) as Metadata;
  if (!type.startsWith("kubernetes:")) return { kind: last, name: textOr(inputs["name"], name), namespace: undefined };
  return { kind: textOr(inputs["kind"], last), name: textOr(metadata.name, name), namespace: metadata.namespace };
}

/** Whose a kind is, where it is not Kubernetes' own: `aws`, `gcp`, `digitalocean`, `random`. */
function providerOf(type: string): string {
  return type.split(":")[0] ?? type;
}

/** A resource in a few words: `Deployment production/backend`, `aws Cluster todo-prod`. */
export function resourceTitle(resource: Pick<Registration, "inputs" | "name" | "type">): string {
  const { kind, name, namespace } = namedResource(resource);
  const provider = providerOf(resource.type);
  const owner = provider === "kubernetes" ? "" : `${provider} `;
  return `${owner}${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}
