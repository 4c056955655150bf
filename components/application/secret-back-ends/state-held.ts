import type { Application } from "../contract";
import { componentSecrets } from "../dapr";
import type { SecretBackEnd } from "../secret-back-end";
import { withStores } from "../stores/expansion";
import { storeNames } from "../stores/store-names";
import { entryOf } from "./secret-objects";
import { secretsBehind, secretsOf, textParts } from "./secret-text";

/** Secrets that operators and the kubelet read, who know Kubernetes Secrets only. */
function readByOthers({ dapr, pullFrom, stores = {} }: Application): readonly string[] {
  return [
    ...(pullFrom === undefined ? [] : [pullFrom.username, pullFrom.password]),
    ...Object.values(dapr?.components ?? {}).flatMap(componentSecrets),
    ...Object.entries(stores).flatMap(([name, { kind, place }]) =>
      kind === "postgres" && place === "cluster" ? [storeNames(name).password] : [],
    ),
  ];
}

/**
 * Secrets that are read in other namespaces than the application's: the registry's credentials by Kyverno, which verifies
 * signatures, and the repository's by Argo CD.
 */
function readElsewhere({ git, pullFrom, signatures }: Application): readonly string[] {
  return [
    ...(pullFrom === undefined || signatures === undefined ? [] : [pullFrom.username, pullFrom.password]),
    ...Object.values(git?.credentials ?? {}),
  ];
}

/**
 * Secrets that are in the stack's encrypted state, whatever the back end: connections that the program itself makes or
 * takes apart, credentials that are read in other namespaces, and with Vault what must be a Kubernetes Secret; with what those are
 * composed of, and what is composed of nothing else.
 */
export function heldInState(described: Application, backEnd: SecretBackEnd): ReadonlySet<string> {
  const application = withStores(described);
  const sources = application.secrets ?? {};
  const names = Object.keys(sources);
  if (backEnd.kind === "state") return new Set(names);
  const connections = names.flatMap((name) => {
    const source = sources[name];
    if (source?.from !== "store") return [];
    const { url } = storeNames(source.store);
    return sources[url] === undefined ? [name] : [name, url];
  });
  const first = [
    ...connections,
    ...readElsewhere(application),
    ...(backEnd.kind === "vault" ? readByOthers(application) : []),
  ];
  const held = new Set(first.flatMap((name) => secretsBehind(entryOf(name), sources)));
  const isHeld = (name: string): boolean => {
    const source = sources[name];
    return (
      held.has(name) ||
      (source?.from === "composed" &&
        secretsOf(textParts(source.template)).length > 0 &&
        secretsOf(textParts(source.template)).every(isHeld))
    );
  };
  return new Set(names.filter(isHeld));
}

/** Secrets that have values of their own in the back end: not composed, and not in the stack's state. */
export function heldInBackEnd(described: Application, backEnd: SecretBackEnd): readonly string[] {
  const held = heldInState(described, backEnd);
  const sources = withStores(described).secrets ?? {};
  return Object.keys(sources).filter((name) => sources[name]?.from !== "composed" && !held.has(name));
}
