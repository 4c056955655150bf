import { isPreviousValue } from "../previous-values";
import type { SecretVersions } from "../secret-back-end";
import type { SecretSource } from "../secrets";

/** The version of a secret. */
export function versionOf(versions: SecretVersions, name: string): number {
  return versions[name]?.version ?? 1;
}

/** Annotations that tell how often each of these secrets was changed, and when last; values before have none. */
export function versionAnnotations(
  names: readonly string[],
  versions: SecretVersions,
  sources: Readonly<Record<string, SecretSource>>,
): Record<string, string> {
  return Object.fromEntries(
    [...names]
      .filter((name) => !isPreviousValue(name, sources))
      .sort()
      .flatMap((name) => [
        [`rootstock.dev/version.${name}`, String(versionOf(versions, name))],
        [`rootstock.dev/last-rotated.${name}`, versions[name]?.rotated ?? "never"],
      ]),
  );
}
