import type { Application, Workload } from "./contract";
import type { SecretVersions } from "./secret-back-end";
import { composed, type GeneratedSecret, type SecretSource } from "./secrets";
import { storeNames } from "./stores/store-names";

type Sources = Readonly<Record<string, SecretSource>>;

/** Name of the secret that has the value before the last rotation. */
export function previousName(name: string): string {
  return `${name}_PREVIOUS`;
}

/** Whether those who take a secret accept two values of it. */
export function keepsPrevious(source: SecretSource | undefined): source is GeneratedSecret {
  return source?.from === "generated" && source.keepPrevious === true;
}

/** Whether a name stands for the value before of another secret. */
export function isPreviousValue(name: string, sources: Sources): boolean {
  return Object.keys(sources).some((of) => previousName(of) === name && keepsPrevious(sources[of]));
}

/** The application with what the stack says of its secrets' versions, and of values before the last rotation. */
export function acceptingPrevious(application: Application, versions: SecretVersions): Application {
  const names = Object.keys(versions);
  const previousAccepted = names.filter((name) => versions[name]?.previous === true);
  const evenVersions = names.filter((name) => (versions[name]?.version ?? 1) % 2 === 0);
  return {
    ...application,
    ...(previousAccepted.length > 0 && { previousAccepted }),
    ...(evenVersions.length > 0 && { evenVersions }),
  };
}

/**
 * Secrets with the values before: of those that the stack accepts, a value of their own; of others the present one, so
 * that who verifies by two values always has two. A store's own are added only where they differ.
 */
export function withPreviousValues({ previousAccepted = [], stores = {} }: Application, sources: Sources): Sources {
  const ofStores = Object.keys(stores).map((store) => storeNames(store).password);
  const added = Object.entries(sources).flatMap(([name, source]): readonly (readonly [string, SecretSource])[] => {
    if (!keepsPrevious(source)) return [];
    if (previousAccepted.includes(name)) return [[previousName(name), { from: "previous", of: name }]];
    return ofStores.includes(name) ? [] : [[previousName(name), composed(`{{${name}}}`)]];
  });
  return added.length === 0 ? sources : { ...sources, ...Object.fromEntries(added) };
}

/** Whether a workload is a store that accepts the password before the last rotation, too. */
export function takesTwoPasswords({ previousAccepted = [], stores = {} }: Application, name: string): boolean {
  return Object.hasOwn(stores, name) && previousAccepted.includes(storeNames(name).password);
}

/** The workloads, those first that accept two passwords. */
export function rotationOrder(application: Application): readonly (readonly [string, Workload])[] {
  const rank = (name: string): number => (takesTwoPasswords(application, name) ? 0 : 1);
  return Object.entries(application.workloads).sort(([one], [other]) => rank(one) - rank(other));
}

/** Secrets that an application declares although they are made with others, as sentences. */
export function previousErrors({ secrets = {} }: Application): readonly string[] {
  return Object.keys(secrets)
    .filter((name) => keepsPrevious(secrets[name]) && Object.hasOwn(secrets, previousName(name)))
    .map(
      (name) =>
        `Secret ${previousName(name)} is the value of ${name} before its last rotation, because of keepPrevious; take it out of the application's secrets.`,
    );
}

/** What the stack says of values before although nobody accepts them, as sentences. */
export function previousVersionErrors(sources: Sources, versions: SecretVersions): readonly string[] {
  return Object.entries(versions).flatMap(([name, { previous, version }]) => {
    if (previous !== true || sources[name] === undefined) return [];
    if (!keepsPrevious(sources[name]))
      return [`secretVersions.${name}.previous is true, but nothing accepts two values of ${name}; remove it.`];
    return version > 1
      ? []
      : [`secretVersions.${name}.previous is true, but version 1 is the first; remove it, or count the version up.`];
  });
}
